package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** All instances of a service are replaced one by one while they are called. */
final class DeployFault extends Fault {

    private final Traffic traffic;

    DeployFault(Traffic traffic) {
        super(
                "deploy-" + traffic.word(),
                "rolling deploy of 3 instances under load (" + traffic + "), from begin to end",
                "0 failed",
                5);
        this.traffic = traffic;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        String service = traffic.route().callee();
        try (LoadRun load = bench.startLoad(traffic)) {
            for (int i = 0; i < repetitions; i++) {
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                Moment start = bench.ticker().now();
                List<Fleet.Member> old = List.copyOf(bench.members(service));
                List<Fleet.Member> successors = RollingDeploy.replace(
                        bench.fleet(), service, old, bench.newIds(service, old.size()), bench.soon());
                figures.took(bench.ticker().now().since(start));
                bench.members(service).removeAll(old);
                bench.members(service).addAll(successors);
                bench.awaitUp(service);
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                figures.promised(
                        load.soFar().callsByInstance().keySet().containsAll(bench.ids(service)),
                        "Not every new instance was called.");
            }
            figures.count(load.stop());
        }
        figures.promisedNoFailure();
    }
}
