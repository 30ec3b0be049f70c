package io.ringmaster.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the starter adds to the start and the memory of an application: the same one, with the starter off and on. */
final class StarterCost {

    private static final List<String> OPTIONS =
            List.of("-XX:MaxRAM=256m", "-XX:MaxRAMPercentage=75", "-XX:+UseSerialGC");
    private static final Duration SETTLE = Duration.ofSeconds(8);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Bench bench;
    private final Path application;

    StarterCost(Bench bench, Path application) {
        this.bench = bench;
        this.application = application;
    }

    void run() {
        try (ServerProcess registry = bench.start()) {
            measure("application", false, registry.port());
            measure("application-with-starter", true, registry.port());
        }
    }

    private void measure(String name, boolean starter, int registryPort) {
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        for (int i = 0; i < bench.plan().starts(); i++) {
            try (ServerProcess process = start(starter, registryPort)) {
                cpu.add(process.cpuSeconds());
                wall.add(process.secondsToReady());
                if (i == 0) {
                    idle(name, process);
                }
            }
        }
        bench.figures().add(name, "start-cpu-seconds", 0, Median.of(cpu));
        bench.figures().add(name, "start-seconds", 0, Median.of(wall));
    }

    private void idle(String name, ServerProcess process) {
        Pause.of(SETTLE);
        double cpu = process.cpuSeconds();
        Pause.of(IDLE);
        bench.figures().add(name, "idle-cpu-seconds", 0, process.cpuSeconds() - cpu);
        bench.figures().add(name, "idle-resident-bytes", 0, process.residentBytes());
        bench.figures().add(name, "live-heap-bytes", 0, process.liveHeapBytes());
    }

    private ServerProcess start(boolean starter, int registryPort) {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(OPTIONS);
        command.addAll(List.of(
                "-jar",
                application.toString(),
                "--server.port=" + port,
                "--ringmaster.client.enabled=" + starter,
                "--ringmaster.client.servers=http://127.0.0.1:" + registryPort,
                "--ringmaster.client.snapshot.enabled=false"));
        return ServerProcess.start(bench.java(), command, port, "/actuator/health/readiness", bench.folder());
    }
}
