package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** An instance is asked to stop while it is called. */
final class StopFault extends Fault {

    private final Traffic traffic;

    StopFault(Traffic traffic) {
        super(
                "stop-" + traffic.word(),
                "SIGTERM of an instance under load (" + traffic + "), until its process has ended",
                "0 failed",
                10);
        this.traffic = traffic;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        String service = traffic.route().callee();
        try (LoadRun load = bench.startLoad(traffic)) {
            for (int i = 0; i < repetitions; i++) {
                Fleet.Member leaver = bench.addAndAwait(service, 1).get(0);
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                Moment asked = bench.ticker().now();
                bench.stop(service, leaver);
                figures.took(bench.ticker().now().since(asked));
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                int served = load.soFar().callsByInstance().getOrDefault(leaver.id(), 0);
                figures.promised(served > 0, "%s was never called, so its end proves nothing.", leaver.id());
            }
            figures.count(load.stop());
        }
        figures.promisedNoFailure();
    }
}
