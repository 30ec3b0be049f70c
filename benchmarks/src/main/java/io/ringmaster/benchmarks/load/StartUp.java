package io.ringmaster.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a start costs until the first question is answered, and what an idle server holds: from the jar, and as an image starts
 * it, unpacked and with the classes that a first start left behind. With the memory that a container of 256 MB gives.
 */
final class StartUp {

    private static final List<String> OPTIONS =
            List.of("-XX:MaxRAM=256m", "-XX:MaxRAMPercentage=75", "-XX:+UseSerialGC");

    /** What our image tells its JVM besides. */
    private static final String IMAGE_OPTIONS =
            "@" + Path.of("deploy", "java-options").toAbsolutePath();

    private static final Duration IDLE = Duration.ofSeconds(8);
    private static final int FIRST_WITH_AOT_CACHE = 25;

    private final Bench bench;

    StartUp(Bench bench) {
        this.bench = bench;
    }

    void run() {
        measure("start", List.of("-jar", bench.jar().toString()));
        if (Runtime.version().feature() >= FIRST_WITH_AOT_CACHE) {
            measure("cached-start", cached());
        }
    }

    private void measure(String what, List<String> command) {
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(command);
        for (int i = 0; i < bench.plan().starts(); i++) {
            try (ServerProcess server = bench.start(all)) {
                cpu.add(server.cpuSeconds());
                wall.add(server.secondsToReady());
                if (i == 0) {
                    Pause.of(IDLE);
                    bench.add(what + "-idle-resident-bytes", 0, server.residentBytes());
                }
            }
        }
        bench.add(what + "-cpu-seconds", 0, Median.of(cpu));
        bench.add(what + "-seconds", 0, Median.of(wall));
    }

    /** Unpacks the jar as the Dockerfile does, and starts it once until it answers. */
    private List<String> cached() {
        Path folder = bench.folder();
        String jar = folder.resolve("out").resolve(bench.jar().getFileName()).toString();
        String cache = folder.resolve("app.aot").toString();
        String unpacked = folder.resolve("out").toString();
        await(folder, List.of("-Djarmode=tools", "-jar", bench.jar().toString(), "extract", "--destination", unpacked));
        List<String> first = new ArrayList<>(OPTIONS);
        first.addAll(List.of(IMAGE_OPTIONS, "-XX:AOTCacheOutput=" + cache, "-jar", jar));
        // The cache is written when it ends.
        bench.start(first).close();
        if (!Files.exists(Path.of(cache))) {
            throw new IllegalStateException("No AOT cache was written; see " + folder);
        }
        return List.of(IMAGE_OPTIONS, "-XX:AOTCache=" + cache, "-jar", jar);
    }

    private void await(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(bench.java().toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("first.log").toFile()))
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("It does not end; see " + folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
