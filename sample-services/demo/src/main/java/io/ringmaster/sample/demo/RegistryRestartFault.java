package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The registry ends under load and is started again, and nobody may leave any caller's list. */
final class RegistryRestartFault extends Fault {

    /** A little longer than a new registry is not believed when it lists too few. */
    private static final Duration SETTLED = Duration.ofSeconds(25);

    private final String signal;

    /**
     * @param signal {@code KILL} or {@code TERM}
     */
    RegistryRestartFault(String signal) {
        super(
                signal.equals("KILL") ? "registry-kill" : "registry-stop",
                "SIG" + signal + " of the registry under load and a new start, until everybody is listed again",
                "0 failed, 0 flapping",
                3);
        this.signal = signal;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        Set<String> all = up(bench.fleet().watch().listed());
        for (int i = 0; i < repetitions; i++) {
            try (ListMonitor inventories = monitor(bench, "inventory");
                    ListMonitor pricings = monitor(bench, "pricing");
                    LoadRun load = bench.startLoad(new Traffic(Route.MVC, Method.GET))) {
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                bench.endRegistry(signal);
                bench.fleet().watch().awaitLoss(bench.soon());
                load.awaitMoreCalls(2 * FaultBench.CALLS_PER_SECOND, bench.soon());
                Moment restart = bench.ticker().now();
                bench.startRegistry();
                bench.fleet().await("everybody is back", listed -> up(listed).containsAll(all), bench.soon());
                figures.took(bench.ticker().now().since(restart));
                bench.pause(SETTLED);
                figures.count(load.stop());
                inventories.close();
                pricings.close();
                for (ListMonitor monitor : List.of(inventories, pricings)) {
                    figures.promised(monitor.looks() > 0, "The lists of the callers were not seen.");
                    monitor.departures().forEach(departure -> figures.promised(false, "%s", departure));
                }
            }
        }
        figures.promisedNoFailure();
    }

    private static ListMonitor monitor(FaultBench bench, String service) {
        return new ListMonitor(bench.callersOf(service), bench.ids(service), bench.soon());
    }

    private static Set<String> up(List<Listed> listed) {
        return listed.stream().filter(Listed::isUp).map(Listed::id).collect(Collectors.toSet());
    }
}
