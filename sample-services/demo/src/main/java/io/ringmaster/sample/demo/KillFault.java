package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** An instance is killed. Several start together, and die one by one once the machine is quiet. */
final class KillFault extends Fault {

    private static final int BATCH = 5;

    KillFault() {
        super("kill", "`kill -9` of an instance, until the last caller's list is without it", "p99 <= 250 ms", 50);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        for (int done = 0; done < repetitions; done += BATCH) {
            List<Fleet.Member> victims = bench.addAndAwait("inventory", Math.min(BATCH, repetitions - done));
            for (Fleet.Member victim : victims) {
                bench.awaitQuiet();
                Moment kill = bench.ticker().now();
                bench.kill("inventory", victim);
                Moment known = bench.awaitCallers("inventory", callable -> !callable.contains(victim.id()));
                figures.took(known.since(kill));
            }
        }
        figures.promisedWithin(0.99, Duration.ofMillis(250));
    }
}
