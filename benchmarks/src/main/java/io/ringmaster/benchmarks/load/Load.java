package io.ringmaster.benchmarks.load;

import io.ringmaster.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Measures all kinds of registries and writes the figures to a file. */
public final class Load {

    private static final String ONLY = "--only=";

    private Load() {}

    /**
     * Measures. The servers run on the JVM that runs this.
     *
     * @param args the file to write, our server, Eureka's, an application with the starter, a folder for what they leave behind,
     *     {@code --quick} for less of everything, and {@code --only=} with the names of registries and scenarios to leave out others
     */
    public static void main(String[] args) throws IOException {
        boolean quick = List.of(args).contains("--quick");
        List<String> only = Arrays.stream(args)
                .filter(arg -> arg.startsWith(ONLY))
                .flatMap(arg -> Arrays.stream(arg.substring(ONLY.length()).split(",", -1)))
                .toList();
        Plan plan = (quick ? Plan.quick() : Plan.full()).only(only);
        FigureFile figures = new FigureFile(
                Path.of(args[0]), Machine.facts(quick ? "quick: fewer sizes and watchers, short rounds" : "full"));
        Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
        Path work = Path.of(args[4]).toAbsolutePath();
        Bench ours = new Bench(new RingmasterWire(), Path.of(args[1]).toAbsolutePath(), java, work, plan, figures);
        Bench eureka = new Bench(new EurekaWire(), Path.of(args[2]).toAbsolutePath(), java, work, plan, figures);
        Bench bare = new Bench(new BareWire(), ours.jar(), java, work, plan, figures);
        // One after the other, as a machine that is shared is not the same an hour later.
        attempt(ours, "start", new StartUp(ours)::run);
        attempt(eureka, "start", new StartUp(eureka)::run);
        inTurns(Stream.of(ours, eureka, bare)
                .filter(bench -> plan.includes(bench.wire().name(), "requests"))
                .toList());
        measure(ours);
        attempt(ours, "starter", new StarterCost(ours, Path.of(args[3]).toAbsolutePath())::run);
        measure(eureka);
    }

    private static void measure(Bench bench) {
        attempt(bench, "growth", new Growth(bench)::run);
        Crowd crowd = new Crowd(bench, few(bench), "watchers");
        attempt(bench, "watchers", () -> crowd.run(bench.plan().watchers()));
        if (bench.wire().pushes()) {
            List<Integer> sizes = bench.plan().sizes();
            List<Integer> watchers = bench.plan().watchers();
            Crowd fullHouse = new Crowd(bench, sizes.get(sizes.size() - 1), "full-house");
            attempt(bench, "full-house", () -> fullHouse.run(watchers.subList(watchers.size() - 1, watchers.size())));
        }
    }

    private static void inTurns(List<Bench> benches) {
        if (!benches.isEmpty()) {
            attempt(benches.get(0), "requests", () -> Requests.inTurns(benches));
        }
    }

    private static int few(Bench bench) {
        return bench.plan().sizes().get(0);
    }

    /** A server that fails under load is a result too, and no reason to leave out what comes after. */
    private static void attempt(Bench bench, String scenario, Runnable measurement) {
        if (!bench.plan().includes(bench.wire().name(), scenario)) {
            return;
        }
        try {
            measurement.run();
        } catch (RuntimeException failed) {
            bench.add(scenario + "-failed", 0, 1);
            failed.printStackTrace();
        }
    }
}
