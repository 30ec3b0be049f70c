package io.ringmaster.benchmarks.load;

import java.time.Duration;

/** Makes changes, one after another, and follows each until all watchers have heard of it. */
final class Pushes {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(100);

    /** No two changes have the same number, in whatever scenario. */
    private static long lastChange;

    private final Bench bench;
    private final ServerProcess server;
    private final Http http;

    Pushes(Bench bench, ServerProcess server, Http http) {
        this.bench = bench;
        this.server = server;
        this.http = http;
    }

    /** What came of it. */
    record Outcome(Arrivals arrivals, long lost, double bytesPerHearing, double cpuSecondsPerChange) {}

    /** Opens watchers, makes changes, and closes them. */
    Outcome run(Member member, int watchers, int changes) {
        // Replaced once before the first change counts.
        Arrivals[] arrivals = {new Arrivals()};
        try (Watchers open =
                Watchers.open(http, bench.wire(), member.service(), watchers, number -> arrivals[0].heard(number))) {
            return run(member, watchers, changes, arrivals);
        }
    }

    Outcome run(Member member, int watchers, int changes, Arrivals[] arrivals) {
        // The first ones make code warm that nothing else has used.
        change(member, watchers, arrivals[0]);
        change(member, watchers, arrivals[0]);
        arrivals[0] = new Arrivals();
        long lost = 0;
        long received = http.received();
        double cpu = server.cpuSeconds();
        for (int i = 0; i < changes; i++) {
            lost += change(member, watchers, arrivals[0]);
        }
        double hearings = (double) changes * watchers;
        return new Outcome(
                arrivals[0], lost, (http.received() - received) / hearings, (server.cpuSeconds() - cpu) / changes);
    }

    private long change(Member member, int watchers, Arrivals arrivals) {
        Pause.of(BETWEEN_CHANGES);
        long number = ++lastChange;
        arrivals.sent(number, watchers);
        http.send(bench.wire().register(member, Watchers.MARK + number)).block(PATIENCE);
        return arrivals.await(PATIENCE);
    }

    void add(String prefix, long at, Outcome outcome) {
        bench.add(prefix + "-p50-millis", at, outcome.arrivals.millis(50));
        bench.add(prefix + "-p99-millis", at, outcome.arrivals.millis(99));
        bench.add(prefix + "-max-millis", at, outcome.arrivals.millis(100));
        bench.add(prefix + "-lost", at, outcome.lost);
        bench.add(prefix + "-bytes-per-hearing", at, outcome.bytesPerHearing);
        bench.add(prefix + "-cpu-seconds-per-change", at, outcome.cpuSecondsPerChange);
    }
}
