package io.ringmaster.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What beats and registrations cost, at each number of instances. All servers are there at once and take turns, since a machine that is
 * shared is not the same some minutes later: a round of the one is followed by the same round of the next.
 */
final class Requests {

    static final int CONNECTIONS = 32;

    private static final int PER_SECOND = 500;
    private static final int WARM_UP_FLEET = 10_000;
    private static final int WARM_UP_BEATS = 3;
    private static final int MOST_WARM_UPS = 8;

    /** Their share of the CPU of the server with which they count as such. */
    private static final double AT_REST = 0.05;

    /** What is told of those who have gone is kept for a while. */
    static final Duration TO_FORGET = Duration.ofSeconds(15);

    private final Bench bench;
    private final ServerProcess server;
    private final Http http;

    /** How many are listed, without those that come and go. */
    private int size;

    Requests(Bench bench, ServerProcess server, Http http) {
        this.bench = bench;
        this.server = server;
        this.http = http;
    }

    /** Measures servers, with nothing else to do, that are all filled more and more. */
    static void inTurns(List<Bench> benches) {
        List<Requests> all = new ArrayList<>();
        try {
            for (Bench bench : benches) {
                ServerProcess server = bench.start();
                all.add(new Requests(bench, server, new Http(server.port(), CONNECTIONS)));
            }
            all.forEach(Requests::warmUp);
            for (int size : benches.get(0).plan().sizes()) {
                all.forEach(each -> each.fill(size));
                measure(all);
            }
        } finally {
            all.forEach(Requests::close);
        }
    }

    private static void measure(List<Requests> all) {
        Plan plan = all.get(0).bench.plan();
        all.forEach(Requests::warmUp);
        Pause.of(TO_FORGET);
        measure(all, "full-speed-", plan.beats(), plan.registrations(), Requests::atFullSpeed);
        all.forEach(each -> each.warmUpPaced(plan.paced()));
        measure(all, "", plan.paced(), plan.paced(), Requests::paced);
    }

    private static void measure(
            List<Requests> all,
            String how,
            int beats,
            int registrations,
            Function<Requests, Consumer<List<Call>>> send) {
        List<Rounds> rounds =
                all.stream().map(each -> new Rounds(each, send.apply(each))).toList();
        for (int i = 0; i < all.get(0).bench.plan().rounds(); i++) {
            for (Rounds each : rounds) {
                each.add(beats, registrations);
            }
        }
        rounds.forEach(each -> each.tell(how));
    }

    /** What the rounds of one server and one manner to send have cost so far. */
    private static final class Rounds {

        private final Requests of;
        private final Consumer<List<Call>> send;
        private final List<Double> ofBeats = new ArrayList<>();
        private final List<Double> ofRegistrations = new ArrayList<>();

        Rounds(Requests of, Consumer<List<Call>> send) {
            this.of = of;
            this.send = send;
        }

        void add(int beats, int registrations) {
            // Beyond those who stay, and away again.
            int first = Member.firstOfService(of.size);
            int end = first + registrations;
            ofBeats.add(of.cpuPerThousand(of.beats(ofBeats.size() * beats, beats), send));
            ofRegistrations.add(of.cpuPerThousand(calls(first, end, of::registration), send));
            of.deregister(first, end);
        }

        void tell(String how) {
            of.bench.add(how + "cpu-seconds-per-1000-beats", of.size, Median.of(ofBeats));
            of.bench.add(how + "cpu-seconds-per-1000-registrations", of.size, Median.of(ofRegistrations));
        }
    }

    /** Registers those who stay. */
    void fill(int newSize) {
        register(size, newSize);
        size = newSize;
    }

    /** Sends what does not count, of processes beyond those that stay, until the compilers of the server have come to rest. */
    void warmUp() {
        int first = Member.firstOfService(size);
        int end = first + WARM_UP_FLEET;
        untilCompilersRest("full-speed-", bench.plan().warmUps(), () -> {
            register(first, end);
            for (int beat = 0; beat < WARM_UP_BEATS; beat++) {
                http.sendAll(calls(first, end, bench.wire()::beat), CONNECTIONS);
            }
            deregister(first, end);
        });
    }

    /** The loops that wait for requests are compiled anew when now and then there is nothing to do. */
    private void warmUpPaced(int count) {
        int first = Member.firstOfService(size);
        int end = first + count;
        untilCompilersRest("", bench.plan().warmUps(), () -> {
            paced().accept(calls(first, end, this::registration));
            paced().accept(calls(first, end, bench.wire()::beat));
            deregister(first, end);
        });
    }

    private void untilCompilersRest(String how, int leastRounds, Runnable round) {
        double share = 1;
        int rounds = 0;
        while (rounds < leastRounds || (share > AT_REST && rounds < MOST_WARM_UPS)) {
            double cpu = server.cpuSeconds();
            double compilers = server.compilerSeconds();
            round.run();
            share = (server.compilerSeconds() - compilers) / (server.cpuSeconds() - cpu);
            rounds++;
        }
        bench.add(how + "warm-up-rounds", size, rounds);
        bench.add(how + "warm-up-compilers-share-at-last", size, share);
    }

    /** As fast as the server takes them. */
    private Consumer<List<Call>> atFullSpeed() {
        return calls -> http.sendAll(calls, CONNECTIONS);
    }

    /** As the clients of a fleet send them: one now and then. */
    private Consumer<List<Call>> paced() {
        return calls -> http.sendPaced(calls, PER_SECOND);
    }

    private double cpuPerThousand(List<Call> calls, Consumer<List<Call>> send) {
        return server.cpuSecondsOf(() -> send.accept(calls)) * 1000 / calls.size();
    }

    private List<Call> beats(int from, int count) {
        return calls(from, from + count, member -> bench.wire().beat(new Member(member.number() % size)));
    }

    private void register(int from, int to) {
        http.sendAll(calls(from, to, this::registration), CONNECTIONS);
    }

    private void deregister(int from, int to) {
        http.sendAll(calls(from, to, bench.wire()::deregister), CONNECTIONS);
    }

    private Call registration(Member member) {
        return bench.wire().register(member, "first");
    }

    private void close() {
        http.close();
        server.close();
    }

    static List<Call> calls(int from, int to, Function<Member, Call> call) {
        return IntStream.range(from, to).mapToObj(Member::new).map(call).toList();
    }
}
