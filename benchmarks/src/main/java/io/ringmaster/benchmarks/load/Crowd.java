package io.ringmaster.benchmarks.load;

import java.time.Duration;

/** More and more watchers: how soon they hear of a change, and what they cost while nothing changes. */
final class Crowd {

    private static final int CONNECTIONS = 32;
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Fewer could not be told from what the JVM does on its own. */
    private static final int ENOUGH_TO_WEIGH = 500;

    private final Bench bench;
    private final int instances;
    private final String prefix;

    /**
     * @param instances how many are listed meanwhile
     * @param prefix the first word of each figure
     */
    Crowd(Bench bench, int instances, String prefix) {
        this.bench = bench;
        this.instances = instances;
        this.prefix = prefix;
    }

    void run(Iterable<Integer> counts) {
        try (ServerProcess server = bench.start()) {
            try (Http http = new Http(server.port(), CONNECTIONS)) {
                http.sendAll(
                        Requests.calls(0, instances, member -> bench.wire().register(member, "first")), CONNECTIONS);
            }
            // Once for nothing: what is loaded or allotted the first time is no watcher's.
            watch(server, 100, false);
            for (int count : counts) {
                if (bench.wire().pushes() || count <= Plan.MOST_POLLING) {
                    watch(server, count, true);
                }
            }
        }
    }

    private void watch(ServerProcess server, int count, boolean counts) {
        try (Http http = new Http(server.port(), count + CONNECTIONS)) {
            long heap = server.liveHeapBytes();
            long resident = server.residentBytes();
            Arrivals[] arrivals = {new Arrivals()};
            try (Watchers open = Watchers.open(
                    http, bench.wire(), new Member(0).service(), count, number -> arrivals[0].heard(number))) {
                if (counts && count >= ENOUGH_TO_WEIGH) {
                    idle(server, count, heap, resident);
                }
                Pushes pushes = new Pushes(bench, server, http);
                Pushes.Outcome outcome =
                        pushes.run(new Member(0), count, bench.plan().changes(), arrivals);
                if (counts) {
                    pushes.add(prefix, count, outcome);
                    bench.add(prefix + "-live-heap-bytes", count, server.liveHeapBytes());
                }
            }
        }
    }

    private void idle(ServerProcess server, int count, long heap, long resident) {
        double cpu = server.cpuSeconds();
        Pause.of(IDLE);
        bench.add(prefix + "-idle-cpu-seconds-per-second", count, (server.cpuSeconds() - cpu) / IDLE.toSeconds());
        // The heap has been touched, so whatever the process has grown by lies beside it.
        double besideHeap = Math.max(0, server.residentBytes() - resident);
        double inHeap = server.liveHeapBytes() - heap;
        bench.add(prefix + "-heap-bytes-per-watcher", count, inHeap / count);
        bench.add(prefix + "-native-bytes-per-watcher", count, besideHeap / count);
    }
}
