package io.ringmaster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks and writes a line for each to a file. Every one has a JVM of its own, a second to warm up, and then
 * many iterations as short as 50 ms, since on a machine with neighbours some short times are quiet and no long ones are.
 */
public final class Measure {

    private static final String[] SIZES = {"3", "10", "50", "200", "1000"};

    private final boolean quick;
    private final Path file;

    private Measure(boolean quick, Path file) {
        this.quick = quick;
        this.file = file;
    }

    /**
     * Measures.
     *
     * @param args the file to write, and {@code --quick} for fewer sizes and shorter times
     */
    public static void main(String[] args) throws RunnerException, IOException {
        Path file = Path.of(args[0]);
        boolean quick = List.of(args).contains("--quick");
        List<String> facts = new ArrayList<>();
        Machine.facts(quick ? "quick: fewer sizes and sets, short iterations" : "full")
                .forEach((name, fact) -> facts.add("#" + name + "\t" + fact));
        Files.write(file, facts);
        new Measure(quick, file).all();
    }

    private void all() throws RunnerException, IOException {
        String[] sizes = quick ? new String[] {"10", "50", "1000"} : SIZES;
        run("ChainBenchmark.choose", Map.of());
        String[] ours = {"RINGMASTER_KEY", "RINGMASTER_KEY_BOUNDED", "RINGMASTER_NO_KEY"};
        run("ChainBenchmark.followed", Map.of("chain", ours));
        run("PickBenchmark.throughput", Map.of("size", sizes));
        run("PickBenchmark.latency", Map.of("size", new String[] {"50"}));
        run("KeyBenchmark", Map.of("size", sizes));
        run("ColdPickBenchmark.pick", Map.of("rival", new String[] {"SLOTS_16", "SLOTS_18", "TREE_MAP", "MAGLEV"}));
        run("ColdPickBenchmark.table", Map.of("rival", new String[] {"MAGLEV"}));
        run("ColdPickBenchmark.nothing", Map.of("rival", new String[] {"MAGLEV"}));
        run("NextBenchmark", Map.of("size", sizes));
        String[] built = {"SLOTS_16", "TREE_MAP", "MAGLEV"};
        run("BuildBenchmark", Map.of("rival", built, "size", sizes, "weights", new String[] {"equal"}));
        run("BuildBenchmark", Map.of("rival", new String[] {"SLOTS_16"}, "size", sizes, "weights", new String[] {"mixed"
        }));
        run("BuildBenchmark", Map.of("rival", new String[] {"SLOTS_18", "SLOTS_20"}, "size", new String[] {"50"}));
        run("ChangeBenchmark", Map.of("rival", new String[] {"SLOTS_16"}, "size", sizes));
        run("ChangeBenchmark", Map.of("rival", new String[] {"SLOTS_18", "SLOTS_20"}, "size", new String[] {"50"}));
    }

    private void run(String benchmark, Map<String, String[]> parameters) throws RunnerException, IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.replace(".", "\\.") + "\\b")
                .verbosity(VerboseMode.SILENT)
                .forks(1)
                // A heap that has been touched. Otherwise it is the kernel's fresh pages that are measured.
                .jvmArgsAppend("-Xms320m", "-Xmx320m", "-XX:+AlwaysPreTouch")
                .warmupIterations(quick ? 2 : 6)
                .warmupTime(TimeValue.milliseconds(quick ? 100 : 150))
                .measurementIterations(quick ? 6 : 30)
                .measurementTime(TimeValue.milliseconds(50))
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .addProfiler(WorkerCpuTime.class);
        if (!benchmark.startsWith("ColdPick")) {
            options.mode(Mode.AverageTime);
        }
        parameters.forEach(options::param);
        long start = System.nanoTime();
        Collection<RunResult> results = new Runner(options.build()).run();
        List<String> lines =
                results.stream().map(result -> measurement(result).toLine()).toList();
        Files.write(file, lines, StandardOpenOption.APPEND);
        System.out.println(benchmark + ": " + results.size() + " measured in "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    }

    private static Measurement measurement(RunResult result) {
        BenchmarkParams params = result.getParams();
        Map<String, String> parameters = new TreeMap<>();
        params.getParamsKeys().forEach(key -> parameters.put(key, params.getParam(key)));
        String name = params.getBenchmark();
        int methodDot = name.lastIndexOf('.');
        boolean sampled = params.getMode() == Mode.SampleTime;
        double[] cpu = iterations(result, WorkerCpuTime.LABEL);
        double[] bytes = iterations(result, "gc.alloc.rate.norm");
        return new Measurement(
                name.substring(name.lastIndexOf('.', methodDot - 1) + 1),
                parameters,
                cpu[0],
                cpu[cpu.length / 2],
                sampled
                        ? result.getPrimaryResult().getStatistics().getPercentile(50)
                        : result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                bytes[bytes.length / 2]);
    }

    /** Returns the figures of all iterations, sorted. */
    private static double[] iterations(RunResult result, String label) {
        return result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .flatMap(iteration -> iteration.getSecondaryResults().entrySet().stream())
                .filter(entry -> entry.getKey().endsWith(label))
                .mapToDouble(entry -> entry.getValue().getScore())
                .sorted()
                .toArray();
    }
}
