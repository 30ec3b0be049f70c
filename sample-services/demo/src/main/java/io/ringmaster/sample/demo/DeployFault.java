package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** All instances of a service are replaced one by one while they are called. */
final class DeployFault implements Fault {

    private final Traffic traffic;

    DeployFault(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public String name() {
        return "deploy-" + traffic.word();
    }

    @Override
    public String event() {
        return "rolling deploy of 3 instances under load (" + traffic + "), from begin to end";
    }

    @Override
    public String promise() {
        return "0 failed";
    }

    @Override
    public int usualRepetitions() {
        return 5;
    }

    @Override
    public void measure(FaultBench bench, int repetitions, Figures figures)
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
