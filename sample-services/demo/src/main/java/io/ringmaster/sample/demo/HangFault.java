package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** An instance hangs: its process stands still, and the kernel goes on accepting connections for it. */
final class HangFault extends Fault {

    HangFault() {
        super(
                "hang",
                "SIGSTOP of an instance under load, until the last caller's list is without it",
                "max <= 10 s",
                5);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        for (int i = 0; i < repetitions; i++) {
            Fleet.Member victim = bench.addAndAwait("inventory", 1).get(0);
            bench.awaitQuiet();
            try (LoadRun load = bench.startLoad(new Traffic(Route.MVC, Method.GET))) {
                load.awaitMoreCalls(2 * FaultBench.CALLS_PER_SECOND, bench.soon());
                Moment stop = bench.ticker().now();
                bench.fleet().signal(victim, "STOP");
                try {
                    Moment known = bench.awaitCallers("inventory", callable -> !callable.contains(victim.id()));
                    figures.took(known.since(stop));
                } finally {
                    bench.fleet().signal(victim, "CONT");
                }
                Moment cont = bench.ticker().now();
                Moment back = bench.awaitCallers("inventory", callable -> callable.contains(victim.id()));
                figures.remark("After SIGCONT it was back in all lists within %s.", Figures.millis(back.since(cont)));
                load.awaitMoreCalls(2 * FaultBench.CALLS_PER_SECOND, bench.soon());
                figures.count(load.stop());
            }
            bench.stop("inventory", victim);
        }
        figures.promisedWithin(1, Duration.ofSeconds(10));
    }
}
