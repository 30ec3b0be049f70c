package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * The network between two registry nodes on this side and one on another host, with applications on both sides, is cut and healed.
 * On each side one application starts meanwhile, which only the nodes there can hear of.
 */
final class Split {

    private static final int NODES = 3;
    private static final Duration LASTS = Duration.ofSeconds(30);

    /** Longer than a lease, so that whoever is removed by mistake after the healing is seen to leave. */
    private static final Duration WATCHED = Duration.ofSeconds(12);

    private final FaultBench bench;
    private final OtherHost other;
    private final Map<String, String> environment;

    /**
     * @param environment what all processes need to know
     */
    Split(FaultBench bench, OtherHost other, Map<String, String> environment) {
        this.bench = bench;
        this.other = other;
        this.environment = environment;
    }

    void measure(int repetitions, Figures figures) throws IOException, InterruptedException, TimeoutException {
        Fleet.Place here = OtherHost.thisSide(environment);
        Fleet.Place there = other.place(environment);
        try (Fleet fleet = bench.fleetOfItsOwn("net-split", List.of(here, here, there))) {
            for (int i = 0; i < NODES; i++) {
                fleet.startRegistry(i);
            }
            Set<String> all = new TreeSet<>(Set.of("here-0", "there-0"));
            fleet.start("pricing", "here-0", 0, here);
            fleet.start("pricing", "there-0", 0, there);
            for (int i = 1; i <= repetitions; i++) {
                awaitAll(fleet, all);
                other.lose(1);
                all.addAll(List.of("here-" + i, "there-" + i));
                fleet.start("pricing", "here-" + i, 0, here);
                fleet.start("pricing", "there-" + i, 0, there);
                bench.pause(LASTS);
                other.loseNone();
                Moment healed = bench.ticker().now();
                List<RegistryApi> nodes = nodes(fleet);
                for (RegistryApi node : nodes) {
                    node.awaitAgreement(NODES, bench.soon());
                }
                figures.took(bench.ticker().now().since(healed));
                Instant registered = nodes.get(0).routable("pricing").getOrDefault("there-" + i, Instant.MAX);
                figures.promised(
                        registered.isBefore(healed.instant()),
                        "there-%d had not registered with the node on its side before the healing.",
                        i);
                for (Deadline end = Deadline.in(WATCHED, bench.ticker()); !end.hasPassed(); ) {
                    for (RegistryApi node : nodes) {
                        Set<String> lost = new TreeSet<>(all);
                        lost.removeAll(node.routable("pricing").keySet());
                        figures.promised(lost.isEmpty(), "After the healing a node had lost %s.", lost);
                    }
                    bench.pause(Duration.ofMillis(200));
                }
            }
        }
        figures.promisedWithin(1, Duration.ofSeconds(10));
    }

    private void awaitAll(Fleet fleet, Set<String> all) throws IOException, InterruptedException, TimeoutException {
        for (RegistryApi node : nodes(fleet)) {
            Deadline deadline = bench.soon();
            node.awaitAgreement(NODES, deadline);
            while (!node.routable("pricing").keySet().equals(all)) {
                if (deadline.hasPassed()) {
                    throw new TimeoutException("Not all of " + all + " are listed.");
                }
                bench.pause(Duration.ofMillis(100));
            }
        }
    }

    private List<RegistryApi> nodes(Fleet fleet) {
        List<RegistryApi> nodes = new ArrayList<>();
        for (URI node : fleet.registries()) {
            nodes.add(new RegistryApi(bench.http(), node));
        }
        return nodes;
    }
}
