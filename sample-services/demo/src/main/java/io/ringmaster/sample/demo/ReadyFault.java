package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** No fault, but the same kind of promise: an instance is ready, by its own word in its log, and is called. */
final class ReadyFault extends Fault {

    /** So many that the wait for a call whose key is the newcomer's counts for little. */
    private static final int CALLS_PER_SECOND = 200;

    ReadyFault() {
        super("ready", "a new instance logs that it is ready, until a call begins that it serves", "p99 <= 250 ms", 20);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        bench.restore();
        try (LoadRun load = bench.startLoad(new Traffic(Route.MVC, Method.GET), CALLS_PER_SECOND)) {
            for (int i = 0; i < repetitions; i++) {
                Fleet.Member newcomer = bench.addAndAwait("inventory", 1).get(0);
                load.awaitMoreCalls(CALLS_PER_SECOND, bench.soon());
                long ready = readyNanos(newcomer, bench.ticker().now());
                Replies replies = load.soFar();
                figures.took(Duration.ofNanos(replies.firstGivenTo(newcomer.id()) - ready));
                bench.stop("inventory", newcomer);
                bench.awaitUp("inventory");
            }
            figures.count(load.stop());
        }
        figures.promisedWithin(0.99, Duration.ofMillis(250));
        figures.promisedNoFailure();
    }

    /** Returns when the process has logged that it is ready, on the monotonic clock of this one. */
    private static long readyNanos(Fleet.Member member, Moment now) throws IOException {
        try (Stream<String> lines = Files.lines(member.log())) {
            String ready = lines.filter(line -> line.endsWith(" is ready."))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(member.log() + " does not say that it is ready."));
            Instant at =
                    OffsetDateTime.parse(ready.substring(0, ready.indexOf(' '))).toInstant();
            return now.nanos() - Duration.between(at, now.instant()).toNanos();
        } catch (DateTimeParseException unknown) {
            throw new IllegalStateException(member.log() + " has lines without a time.", unknown);
        }
    }
}
