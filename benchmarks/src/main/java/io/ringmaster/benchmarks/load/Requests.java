package io.ringmaster.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What beats and registrations cost one server. */
final class Requests {

    static final int CONNECTIONS = 32;

    private static final int PER_SECOND = 500;
    private static final int WARM_UP_FLEET = 10_000;
    private static final int WARM_UP_BEATS = 3;
    private static final int MOST_WARM_UPS = 8;

    /** Their share of the CPU of the server with which they count as such. */
    private static final double AT_REST = 0.05;

    /** What is told of those who have gone is kept for a while. */
    private static final Duration TO_FORGET = Duration.ofSeconds(15);

    private final Bench bench;
    private final ServerProcess server;
    private final Http http;

    Requests(Bench bench, ServerProcess server, Http http) {
        this.bench = bench;
        this.server = server;
        this.http = http;
    }

    /** Measures a server with so many instances and nothing else. */
    static void alone(Bench bench, int size) {
        try (ServerProcess server = bench.start();
                Http http = new Http(server.port(), CONNECTIONS)) {
            Requests requests = new Requests(bench, server, http);
            requests.warmUp(0);
            requests.register(0, size);
            requests.measure(size);
        }
    }

    void register(int from, int to) {
        http.sendAll(calls(from, to, this::registration), CONNECTIONS);
    }

    /** Sends what does not count, of processes beyond those that stay, until the compilers of the server have come to rest. */
    void warmUp(int size) {
        int first = Member.firstOfService(size);
        int end = first + WARM_UP_FLEET;
        double share = 1;
        int round = 0;
        while (round < bench.plan().warmUps() || (share > AT_REST && round < MOST_WARM_UPS)) {
            double cpu = server.cpuSeconds();
            double compilers = server.compilerSeconds();
            register(first, end);
            for (int beat = 0; beat < WARM_UP_BEATS; beat++) {
                http.sendAll(calls(first, end, bench.wire()::beat), CONNECTIONS);
            }
            http.sendAll(calls(first, end, bench.wire()::deregister), CONNECTIONS);
            share = (server.compilerSeconds() - compilers) / (server.cpuSeconds() - cpu);
            round++;
        }
        bench.add("warm-up-rounds", size, round);
        bench.add("warm-up-compilers-share-at-last", size, share);
        Pause.of(TO_FORGET);
    }

    /** As fast as the server takes them, and then as clients send them: one now and then. */
    void measure(int size) {
        Plan plan = bench.plan();
        measure("full-speed-", size, plan.beats(), plan.registrations(), calls -> http.sendAll(calls, CONNECTIONS));
        measure("", size, plan.paced(), plan.paced(), calls -> http.sendPaced(calls, PER_SECOND));
    }

    private void measure(String how, int size, int beats, int registrations, Consumer<List<Call>> send) {
        // Beyond those who stay, and away again.
        int first = Member.firstOfService(size);
        int end = first + registrations;
        List<Double> ofBeats = new ArrayList<>();
        List<Double> ofRegistrations = new ArrayList<>();
        for (int round = 0; round < bench.plan().rounds(); round++) {
            ofBeats.add(cpuPerThousand(beats(round, beats, size), send));
            ofRegistrations.add(cpuPerThousand(calls(first, end, this::registration), send));
            http.sendAll(calls(first, end, bench.wire()::deregister), CONNECTIONS);
        }
        bench.add(how + "cpu-seconds-per-1000-beats", size, Median.of(ofBeats));
        bench.add(how + "cpu-seconds-per-1000-registrations", size, Median.of(ofRegistrations));
    }

    private List<Call> beats(int round, int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> bench.wire().beat(new Member((round * count + i) % size)))
                .toList();
    }

    private double cpuPerThousand(List<Call> calls, Consumer<List<Call>> send) {
        double before = server.cpuSeconds();
        send.accept(calls);
        return (server.cpuSeconds() - before) * 1000 / calls.size();
    }

    private Call registration(Member member) {
        return bench.wire().register(member, "first");
    }

    static List<Call> calls(int from, int to, Function<Member, Call> call) {
        return IntStream.range(from, to).mapToObj(Member::new).map(call).toList();
    }
}
