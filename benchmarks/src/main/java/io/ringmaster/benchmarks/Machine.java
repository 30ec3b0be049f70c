package io.ringmaster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and of what something is measured. */
public final class Machine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns the facts by name, in the order in which they are told. */
    public static Map<String, String> facts(String run) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", System.getProperty("commit", "unknown"));
        facts.put("run", run);
        facts.put(
                "CPU",
                cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name"));
        facts.put("JDK", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
        return facts;
    }

    private static String cpu() throws IOException {
        if (!Files.exists(CPUS)) {
            return System.getProperty("os.arch");
        }
        List<String> lines = Files.readAllLines(CPUS);
        return value(lines, "model name") + " (family " + value(lines, "cpu family") + ", model "
                + value(lines, "model") + ")";
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair[0].strip().equals(key))
                .map(pair -> pair[1].strip())
                .findFirst()
                .orElse("unknown");
    }
}
