package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Callers cannot connect to an instance, of which the registry hears that it is well. */
final class RefusedFault extends Fault {

    RefusedFault() {
        super(
                "refused",
                "an instance refuses connections while its session lives, until the last caller's list is without it",
                "0 failed GET",
                10);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        int posts = 0;
        int failedPosts = 0;
        for (int i = 1; i <= repetitions; i++) {
            String id = "inventory-hollow-" + i;
            try (Crowd hollow = new Crowd(bench.http(), bench.fleet().registry(), "inventory", id, 1)) {
                hollow.join();
                bench.awaitCallers("inventory", callable -> callable.contains(id));
                bench.awaitQuiet();
                try (LoadRun gets = bench.startLoad(new Traffic(Route.MVC, Method.GET));
                        LoadRun orders = bench.startLoad(new Traffic(Route.MVC, Method.POST))) {
                    gets.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                    Moment closed = bench.ticker().now();
                    hollow.closePort();
                    figures.took(bench.awaitCallers("inventory", callable -> !callable.contains(id))
                            .since(closed));
                    gets.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                    Replies replies = gets.stop();
                    figures.promised(
                            replies.callsByInstance().containsKey(id), "%s was never called before it refused.", id);
                    figures.count(replies);
                    Replies posted = orders.stop();
                    posts += posted.count();
                    failedPosts += posted.failed().size();
                }
            }
        }
        figures.remark(
                "Of %,d POST calls beside them %d failed: those that had been sent when the port closed.",
                posts, failedPosts);
        figures.promisedNoFailure();
    }
}
