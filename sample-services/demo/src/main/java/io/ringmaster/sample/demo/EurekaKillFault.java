package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * An instance with a Eureka client is killed, which has no stream that could break. Several start together, and die one by one once the
 * machine is quiet.
 */
final class EurekaKillFault extends Fault {

    /** Who may notice it. */
    enum Kind {
        /** The first caller, who tells the registry. */
        CALLED("under load", "0 failed GET, p99 <= 2 s", Duration.ofSeconds(2)),
        /** Nobody but the registry, which asks it from time to time. */
        IDLE("that nobody calls", "p99 <= 6 s", Duration.ofSeconds(6));

        private final String situation;
        private final String promise;
        private final Duration within;

        Kind(String situation, String promise, Duration within) {
            this.situation = situation;
            this.promise = promise;
            this.within = within;
        }
    }

    private static final int BATCH = 5;

    private final Kind kind;

    EurekaKillFault(Kind kind) {
        super(
                "eureka-kill-" + kind.name().toLowerCase(Locale.ROOT),
                "`kill -9` of an instance with a Eureka client " + kind.situation
                        + ", until the last caller's list is without it",
                kind.promise,
                20);
        this.kind = kind;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        for (int done = 0; done < repetitions; done += BATCH) {
            for (Fleet.Member victim : join(bench, Math.min(BATCH, repetitions - done))) {
                bench.awaitQuiet();
                if (kind == Kind.CALLED) {
                    killUnderLoad(bench, victim, figures);
                } else {
                    kill(bench, victim, figures);
                }
            }
        }
        if (kind == Kind.CALLED) {
            figures.promisedNoFailure();
        }
        figures.promisedWithin(0.99, kind.within);
    }

    private static List<Fleet.Member> join(FaultBench bench, int count)
            throws IOException, InterruptedException, TimeoutException {
        List<Fleet.Member> joined = new ArrayList<>();
        for (String id : bench.newIds("pricing-on-eureka", count)) {
            joined.add(bench.fleet().startWithEurekaClient(id));
        }
        bench.members("pricing").addAll(joined);
        bench.awaitUp("pricing");
        return joined;
    }

    private static void killUnderLoad(FaultBench bench, Fleet.Member victim, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        try (LoadRun load = bench.startLoad(new Traffic(Route.WEBFLUX, Method.GET))) {
            load.awaitMoreCalls(2 * FaultBench.CALLS_PER_SECOND, bench.soon());
            kill(bench, victim, figures);
            load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
            Replies replies = load.stop();
            figures.promised(
                    replies.callsByInstance().containsKey(victim.id()),
                    "%s was never called, so its end proves nothing.",
                    victim.id());
            figures.count(replies);
        }
    }

    private static void kill(FaultBench bench, Fleet.Member victim, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        Moment kill = bench.ticker().now();
        bench.kill("pricing", victim);
        Moment known = bench.awaitCallers("pricing", callable -> !callable.contains(victim.id()));
        figures.took(known.since(kill));
    }
}
