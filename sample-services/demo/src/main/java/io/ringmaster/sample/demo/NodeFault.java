package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** One of three nodes of the registry ends or hangs under load, and nobody may leave a caller's list. */
final class NodeFault extends Fault {

    /** What happens to the node. */
    enum Kind {
        /** It is killed. */
        KILL("node-kill", "`kill -9` of one of three registry nodes", Duration.ofSeconds(2)),
        /** It is asked to stop. */
        STOP("node-stop", "SIGTERM of one of three registry nodes", Duration.ofSeconds(2)),
        /** It stands still. */
        HANG("node-hang", "SIGSTOP of one of three registry nodes", Duration.ofSeconds(30));

        private final String name;
        private final String event;
        private final Duration backWithin;

        Kind(String name, String event, Duration backWithin) {
            this.name = name;
            this.event = event;
            this.backWithin = backWithin;
        }
    }

    private static final int NODES = 3;
    private static final Set<String> INVENTORIES = Set.of("inventory-1", "inventory-2", "inventory-3");

    /** Longer than two leases, so that whoever is removed by mistake is seen to leave. */
    private static final Duration WATCHED = Duration.ofSeconds(20);

    private final Kind kind;

    NodeFault(Kind kind) {
        super(
                kind.name,
                kind.event + " under load, until all its clients are at others",
                "0 failed, 0 flapping, max <= " + kind.backWithin.toSeconds() + " s",
                6);
        this.kind = kind;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        try (Fleet fleet = bench.fleetOfItsOwn(kind.name, Collections.nCopies(NODES, Fleet.Place.LOOPBACK))) {
            List<Fleet.Member> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(fleet.startRegistry(i));
            }
            fleet.start("pricing", "pricing-1");
            for (String id : INVENTORIES) {
                fleet.start("inventory", id);
            }
            fleet.start("orders", "orders-1");
            int clients = INVENTORIES.size() + 2;
            fleet.awaitUp("pricing", 1, bench.soon());
            fleet.awaitUp("inventory", INVENTORIES.size(), bench.soon());
            Listed orders = fleet.awaitUp("orders", 1, bench.soon()).get(0);
            CallerList list = new CallerList(bench.http(), orders, "inventory");
            LoadRun.Call call = new Traffic(Route.MVC, Method.GET).through(orders, bench.http(), bench.ticker());
            for (int i = 0; i < repetitions; i++) {
                awaitAgreement(fleet, bench);
                list.await(INVENTORIES::equals, bench.soon());
                int victim = i % NODES;
                List<RegistryApi> others = others(fleet, bench, victim);
                try (ListMonitor monitor = new ListMonitor(List.of(list), INVENTORIES, bench.soon());
                        LoadRun load = LoadRun.start(FaultBench.CALLS_PER_SECOND, call, bench.ticker())) {
                    load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                    Moment start = bench.ticker().now();
                    end(fleet, nodes.get(victim), bench);
                    Deadline deadline = bench.soon();
                    while (watchers(others) < clients) {
                        if (deadline.hasPassed()) {
                            throw new TimeoutException(
                                    "Only " + watchers(others) + " of " + clients + " clients came to other nodes.");
                        }
                        bench.pause(Duration.ofMillis(20));
                    }
                    figures.took(bench.ticker().now().since(start));
                    bench.pause(WATCHED);
                    figures.count(load.stop());
                    monitor.close();
                    figures.promised(monitor.looks() > 0, "The list of the caller was not seen.");
                    monitor.departures().forEach(departure -> figures.promised(false, "%s", departure));
                }
                if (kind == Kind.HANG) {
                    fleet.signal(nodes.get(victim), "CONT");
                } else {
                    nodes.set(victim, fleet.startRegistry(victim));
                }
            }
        }
        figures.promisedNoFailure();
        figures.promisedWithin(1, kind.backWithin);
    }

    private void end(Fleet fleet, Fleet.Member node, FaultBench bench)
            throws IOException, InterruptedException, TimeoutException {
        switch (kind) {
            case KILL -> fleet.kill(node);
            case STOP -> fleet.stop(node, bench.soon());
            case HANG -> fleet.signal(node, "STOP");
        }
    }

    private static List<RegistryApi> others(Fleet fleet, FaultBench bench, int victim) {
        List<RegistryApi> others = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            if (i != victim) {
                others.add(new RegistryApi(bench.http(), fleet.registries().get(i)));
            }
        }
        return others;
    }

    private static int watchers(List<RegistryApi> nodes) throws IOException, InterruptedException {
        int watchers = 0;
        for (RegistryApi node : nodes) {
            watchers += node.watchers("inventory");
        }
        return watchers;
    }

    private static void awaitAgreement(Fleet fleet, FaultBench bench) throws InterruptedException, TimeoutException {
        for (URI node : fleet.registries()) {
            new RegistryApi(bench.http(), node).awaitAgreement(NODES, bench.soon());
        }
    }
}
