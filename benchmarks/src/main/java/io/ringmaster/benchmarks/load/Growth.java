package io.ringmaster.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One server that is filled more and more: what lists and changes cost at each size, and what an instance holds.
 */
final class Growth {

    private static final int FEW_WATCHERS = 10;
    private static final int LISTS = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Bench bench;

    Growth(Bench bench) {
        this.bench = bench;
    }

    void run() {
        try (ServerProcess server = bench.start();
                Http http = new Http(server.port(), Requests.CONNECTIONS + Plan.MOST_POLLING)) {
            Requests requests = new Requests(bench, server, http);
            // So what is kept of earlier changes counts as well.
            long emptyBytes = server.liveHeapBytes();
            requests.warmUp();
            Pause.of(Requests.TO_FORGET);
            for (int size : bench.plan().sizes()) {
                requests.fill(size);
                long bytes = server.liveHeapBytes() - emptyBytes;
                bench.add("heap-bytes-per-instance", size, (double) bytes / size);
                lists(server, http, size);
                Pushes pushes = new Pushes(bench, server, http);
                pushes.add(
                        "few-watchers",
                        size,
                        pushes.run(new Member(0), FEW_WATCHERS, bench.plan().changes()));
            }
        }
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
}
