package io.ringmaster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where and of what something is measured. */
final class Machine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns the facts as lines of the file of measurements. */
    static List<String> facts(String run) throws IOException {
        List<String> facts = new ArrayList<>();
        facts.add("#commit\t" + System.getProperty("commit", "unknown"));
        facts.add("#run\t" + run);
        facts.add("#CPU\t" + cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + System.getProperty("os.name"));
        facts.add("#JDK\t" + System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
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
