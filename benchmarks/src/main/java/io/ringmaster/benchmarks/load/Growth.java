package io.ringmaster.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One server that is filled more and more: what beats, registrations, lists and changes cost at each size, and what an instance
 * holds.
 */
final class Growth {

    private static final int CONNECTIONS = 32;
    private static final int FEW_WATCHERS = 10;
    private static final int LISTS = 5;
    private static final int PER_SECOND = 500;
    private static final int WARM_UP_FLEET = 10_000;
    private static final int WARM_UP_BEATS = 3;

    /** What is told of those who have gone is kept for a while. */
    private static final Duration TO_FORGET = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Bench bench;

    Growth(Bench bench) {
        this.bench = bench;
    }

    void run() {
        try (ServerProcess server = bench.start();
                Http http = new Http(server.port(), CONNECTIONS + Plan.MOST_POLLING)) {
            // So what is kept of earlier changes counts as well.
            long emptyBytes = server.liveHeapBytes();
            warmUp(http);
            int size = 0;
            for (int next : bench.plan().sizes()) {
                http.sendAll(calls(size, next, this::registration), CONNECTIONS);
                size = next;
                long bytes = server.liveHeapBytes() - emptyBytes;
                bench.add("heap-bytes-per-instance", size, (double) bytes / size);
                requests(server, http, size);
                lists(server, http, size);
                Pushes pushes = new Pushes(bench, server, http);
                pushes.add(
                        "few-watchers",
                        size,
                        pushes.run(new Member(0), FEW_WATCHERS, bench.plan().changes()));
            }
        }
    }

    private void warmUp(Http http) {
        for (int i = 0; i < bench.plan().warmUps(); i++) {
            http.sendAll(calls(0, WARM_UP_FLEET, this::registration), CONNECTIONS);
            for (int beat = 0; beat < WARM_UP_BEATS; beat++) {
                http.sendAll(calls(0, WARM_UP_FLEET, bench.wire()::beat), CONNECTIONS);
            }
            http.sendAll(calls(0, WARM_UP_FLEET, bench.wire()::deregister), CONNECTIONS);
        }
        Pause.of(TO_FORGET);
    }

    private Call registration(Member member) {
        return bench.wire().register(member, "first");
    }

    /** As fast as the server takes them, and then, when its compilers have come to rest, as clients send them: one now and then. */
    private void requests(ServerProcess server, Http http, int size) {
        // Beyond those who stay, and away again.
        int first = Member.firstOfService(size);
        int more = bench.plan().registrations();
        List<Double> beats = new ArrayList<>();
        List<Double> registrations = new ArrayList<>();
        for (int round = 0; round < bench.plan().rounds(); round++) {
            beats.add(cpuPerThousand(server, http, beats(round, bench.plan().beats(), size)));
            registrations.add(cpuPerThousand(server, http, calls(first, first + more, this::registration)));
            http.sendAll(calls(first, first + more, bench.wire()::deregister), CONNECTIONS);
        }
        bench.add("full-speed-cpu-seconds-per-1000-beats", size, Median.of(beats));
        bench.add("full-speed-cpu-seconds-per-1000-registrations", size, Median.of(registrations));

        int paced = bench.plan().paced();
        double before = server.cpuSeconds();
        http.sendPaced(beats(0, paced, size), PER_SECOND);
        bench.add("cpu-seconds-per-1000-beats", size, (server.cpuSeconds() - before) * 1000 / paced);
        before = server.cpuSeconds();
        http.sendPaced(calls(first, first + paced, this::registration), PER_SECOND);
        bench.add("cpu-seconds-per-1000-registrations", size, (server.cpuSeconds() - before) * 1000 / paced);
        http.sendAll(calls(first, first + paced, bench.wire()::deregister), CONNECTIONS);
    }

    private List<Call> beats(int round, int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> bench.wire().beat(new Member((round * count + i) % size)))
                .toList();
    }

    private double cpuPerThousand(ServerProcess server, Http http, List<Call> calls) {
        double before = server.cpuSeconds();
        http.sendAll(calls, CONNECTIONS);
        return (server.cpuSeconds() - before) * 1000 / calls.size();
    }

    /** Every list is asked for after a change, so that none is answered from what the last one left behind. */
    private void lists(ServerProcess server, Http http, int size) {
        List<Double> millis = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < LISTS; i++) {
            http.send(bench.wire().register(new Member(0), "list-" + i)).block(PATIENCE);
            long received = http.received();
            double cpuBefore = server.cpuSeconds();
            long start = System.nanoTime();
            list(http);
            millis.add((System.nanoTime() - start) / 1e6);
            cpu.add(server.cpuSeconds() - cpuBefore);
            bytes = http.received() - received;
        }
        bench.add("list-millis", size, Median.of(millis));
        bench.add("list-cpu-seconds", size, Median.of(cpu));
        bench.add("list-bytes", size, bytes);
    }

    private void list(Http http) {
        String last = bench.wire().endOfList();
        if (last == null) {
            http.send(bench.wire().list()).block(PATIENCE);
            return;
        }
        boolean[] complete = {false};
        Needle end = new Needle(last);
        http.receive(bench.wire().list())
                .doOnNext(piece -> end.feed(piece, nothing -> complete[0] = true))
                .takeUntil(piece -> complete[0])
                .then()
                .block(PATIENCE);
    }

    static List<Call> calls(int from, int to, Function<Member, Call> call) {
        return IntStream.range(from, to).mapToObj(Member::new).map(call).toList();
    }
}
