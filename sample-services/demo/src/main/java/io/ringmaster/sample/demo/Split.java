package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * The network between three registry nodes is cut and healed, with applications on every side. On each side one application starts
 * meanwhile, which only the nodes there can hear of.
 */
final class Split {

    private static final Duration LASTS = Duration.ofSeconds(30);

    /** Longer than a lease, so that whoever is removed by mistake after the healing is seen to leave. */
    private static final Duration WATCHED = Duration.ofSeconds(12);

    private final FaultBench bench;
    private final List<OtherHost> others;
    private final List<Fleet.Place> places;

    private Split(FaultBench bench, List<OtherHost> others, List<Fleet.Place> places) {
        this.bench = bench;
        this.others = others;
        this.places = places;
    }

    /**
     * Two nodes are on this side.
     *
     * @param environment what all processes need to know
     */
    static Split inTwo(FaultBench bench, OtherHost other, Map<String, String> environment) {
        Fleet.Place here = OtherHost.thisSide(environment);
        return new Split(bench, List.of(other), List.of(here, here, other.place(environment)));
    }

    /**
     * Each node is on a side of its own.
     *
     * @param environment what all processes need to know
     */
    static Split inThree(FaultBench bench, OtherHost second, OtherHost third, Map<String, String> environment) {
        Fleet.Place here = OtherHost.thisSide(environment);
        return new Split(
                bench, List.of(second, third), List.of(here, second.place(environment), third.place(environment)));
    }

    void measure(int repetitions, Figures figures) throws IOException, InterruptedException, TimeoutException {
        Set<Fleet.Place> sides = new LinkedHashSet<>(places);
        try (Fleet fleet = bench.fleetOfItsOwn("split", places)) {
            for (int i = 0; i < places.size(); i++) {
                fleet.startRegistry(i);
            }
            Set<String> all = new TreeSet<>();
            start(fleet, sides, 0, all);
            List<Fleet.Member> newcomers = List.of();
            for (int i = 1; i <= repetitions; i++) {
                for (Fleet.Member newcomer : newcomers) {
                    fleet.stop(newcomer, bench.soon());
                    all.remove(newcomer.id());
                }
                awaitAll(fleet, all);
                for (OtherHost other : others) {
                    other.lose(1);
                }
                newcomers = start(fleet, sides, i, all);
                bench.pause(LASTS);
                for (OtherHost other : others) {
                    other.loseNone();
                }
                Moment healed = bench.ticker().now();
                List<RegistryApi> nodes = nodes(fleet);
                for (RegistryApi node : nodes) {
                    node.awaitAgreement(places.size(), bench.soon());
                }
                figures.took(bench.ticker().now().since(healed));
                for (Fleet.Member newcomer : newcomers) {
                    Instant registered = nodes.get(0).routable("pricing").getOrDefault(newcomer.id(), Instant.MAX);
                    figures.promised(
                            registered.isBefore(healed.instant()),
                            "%s had not registered with a node on its side before the healing.",
                            newcomer.id());
                }
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

    /** Starts an application on each side. */
    private static List<Fleet.Member> start(Fleet fleet, Set<Fleet.Place> sides, int round, Set<String> all)
            throws IOException {
        List<Fleet.Member> started = new ArrayList<>();
        for (Fleet.Place side : sides) {
            Fleet.Member member = fleet.start("pricing", "side-" + (started.size() + 1) + "-round-" + round, 0, side);
            started.add(member);
            all.add(member.id());
        }
        return started;
    }

    private void awaitAll(Fleet fleet, Set<String> all) throws IOException, InterruptedException, TimeoutException {
        for (RegistryApi node : nodes(fleet)) {
            Deadline deadline = bench.soon();
            node.awaitAgreement(places.size(), deadline);
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
