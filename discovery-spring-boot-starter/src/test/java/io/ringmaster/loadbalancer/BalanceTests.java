package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.routing.ServiceRing;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is called: without a key, in zones, and while something speaks against an instance. */
class BalanceTests {

    private final FakeTicker ticker = new FakeTicker();
    private final Random random = new Random(20261125);

    @Test
    void lessBusyOfTwoIsCalled() {
        RoutingTable table = table(TrafficRules.DEFAULT, up("a"), up("b"));
        traffic(table, "a").add(3);
        assertThat(shares(table, null).get("b")).isGreaterThan(0.7);
        traffic(table, "b").add(4);
        assertThat(shares(table, null).get("a")).isGreaterThan(0.7);
    }

    @Test
    void idleInstancesAreCalledAsTheyWeigh() {
        RoutingTable table = table(TrafficRules.DEFAULT, weighing("a", 1), weighing("b", 3), weighing("none", 0));
        Map<String, Double> shares = shares(table, null);
        assertThat(shares.get("b")).isCloseTo(0.75, within(0.03));
        assertThat(shares).doesNotContainKey("none");
    }

    @Test
    void instancesWithoutAnyWeightAreCalledAllTheSame() {
        RoutingTable table = table(TrafficRules.DEFAULT, weighing("a", 0), weighing("b", 0));
        assertThat(shares(table, null)).containsOnlyKeys("a", "b");
    }

    @Test
    void instanceThatIsNotablySlowerCountsAsBusierAndOneThatIsHardlySlowerDoesNot() {
        RoutingTable table = table(TrafficRules.DEFAULT, up("fast"), up("slow"));
        traffic(table, "fast").latency().add(10_000_000, ticker.nanos());
        traffic(table, "slow").latency().add(19_000_000, ticker.nanos());
        assertThat(shares(table, null).get("slow")).isCloseTo(0.5, within(0.03));
        traffic(table, "slow").latency().add(100_000_000, ticker.nanos());
        assertThat(shares(table, null).get("slow")).isCloseTo(0.25, within(0.03));
    }

    @Test
    void retryGoesToAnotherAsLongAsThereIsOne() {
        RoutingTable two = table(TrafficRules.DEFAULT, up("a"), up("b"));
        assertThat(shares(two, "a")).containsOnlyKeys("b");
        RoutingTable one = table(TrafficRules.DEFAULT, up("a"));
        assertThat(shares(one, "a")).containsOnlyKeys("a");
        assertThat(table(TrafficRules.DEFAULT, down("a")).pick(null, random)).isNull();
    }

    @Test
    void instanceThatIsLeftOutGetsNoCalls() {
        RoutingTable table = table(TrafficRules.DEFAULT, up("a"), up("b"), up("c"));
        eject(table, "b");
        assertThat(shares(table, null)).containsOnlyKeys("a", "c");
        assertThat(shares(table, "a")).containsOnlyKeys("c");
        for (int i = 0; i < 200; i++) {
            assertThat(owner(table, "k" + i)).isNotEqualTo("b");
        }
        ticker.advance(Duration.ofSeconds(10));
        assertThat(shares(table, null)).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void leavingOneOutMovesOnlyItsKeys() {
        RoutingTable table = table(TrafficRules.DEFAULT, up("a"), up("b"), up("c"), up("d"));
        List<String> before = owners(table);
        eject(table, "b");
        List<String> during = owners(table);
        for (int i = 0; i < before.size(); i++) {
            assertThat(during.get(i).equals(before.get(i)))
                    .isEqualTo(!before.get(i).equals("b"));
        }
    }

    @Test
    void callsStayInTheZoneWhileEnoughOfItMayBeCalled() {
        RoutingTable table = table(zone("north"), fleet(7, 10, 10));
        for (int i = 0; i < 200; i++) {
            assertThat(owner(table, "k" + i)).startsWith("north");
        }
        assertThat(shares(table, null).keySet()).allMatch(id -> id.startsWith("north"));
    }

    @Test
    void shortZoneKeepsAProportionatePartOfTheCalls() {
        RoutingTable table = table(zone("north"), fleet(4, 10, 10));
        double stays = 0.4 / 0.7;
        assertThat(localPart(owners(table))).isCloseTo(stays, within(0.03));
        double local = shares(table, null).entrySet().stream()
                .filter(share -> share.getKey().startsWith("north"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(local).isCloseTo(stays, within(0.03));
    }

    @Test
    void keysThatStayInAZoneThatGetsShorterAreThoseThatStayedBefore() {
        List<String> short4 = owners(table(zone("north"), fleet(4, 10, 10)));
        List<String> short2 = owners(table(zone("north"), fleet(2, 10, 10)));
        for (int i = 0; i < short4.size(); i++) {
            if (short2.get(i).startsWith("north")) {
                assertThat(short4.get(i)).startsWith("north");
            }
        }
    }

    @Test
    void zoneWithoutInstancesAndCallersOfNoZoneUseAll() {
        assertThat(owners(table(zone("west"), fleet(2, 2, 2)))).contains("north-0", "south-1");
        assertThat(owners(table(TrafficRules.DEFAULT, fleet(2, 2, 2)))).contains("north-0", "south-1");
        assertThat(localPart(owners(table(zone("north"), fleet(1, 10, 0))))).isEqualTo(1);
    }

    @Test
    void callOverTheBoundGoesToTheNextInTheRingAndNoFurtherWhenAllAreOver() {
        RoutingTable table = table(bounded(), up("a"), up("b"), up("c"));
        String home = owner(table, "k");
        ServiceRing ring = table.ring();
        String next = ring.explain("k", 0).failover().get(0);
        fill(table, home, 100);
        assertThat(owner(table, "k")).isEqualTo(next);
        for (String id : List.of("a", "b", "c")) {
            traffic(table, id).latency().add(1_000_000_000, ticker.nanos());
            fill(table, id, 1_000);
        }
        assertThat(owner(table, "k")).isEqualTo(home);
    }

    @Test
    void boundCapsThePeakUnderSkewedKeys() {
        Instance[] instances = IntStream.range(0, 10).mapToObj(i -> up("i" + i)).toArray(Instance[]::new);
        for (boolean isBounded : new boolean[] {true, false}) {
            RoutingTable table = table(isBounded ? bounded() : TrafficRules.DEFAULT, instances);
            for (int i = 0; i < 1_000; i++) {
                fill(table, owner(table, "k" + (int) Math.pow(1_000, random.nextDouble())), 1);
            }
            int peak = IntStream.range(0, 10)
                    .map(i -> traffic(table, "i" + i).inFlight())
                    .max()
                    .orElseThrow();
            assertThat(peak <= 125).as("peak %s, bounded %s", peak, isBounded).isEqualTo(isBounded);
        }
    }

    private RoutingTable table(TrafficRules rules, Instance... instances) {
        ServiceCatalog catalog = ServiceCatalog.of("inventory", List.of(instances));
        ServiceTraffic traffic = new ServiceTraffic("inventory", rules, ticker);
        traffics.add(traffic);
        return RoutingTable.of(catalog, traffic, ServiceRing.of(catalog), null);
    }

    private final List<ServiceTraffic> traffics = new ArrayList<>();

    private ServiceTraffic latest() {
        return traffics.get(traffics.size() - 1);
    }

    private static InstanceTraffic traffic(RoutingTable table, String id) {
        return table.find(id, null, 0).traffic();
    }

    private void fill(RoutingTable table, String id, int calls) {
        latest().add(traffic(table, id), calls);
    }

    private void eject(RoutingTable table, String id) {
        for (int i = 0; i < 5; i++) {
            latest().failed(id, traffic(table, id), ticker.nanos());
        }
    }

    private static String owner(RoutingTable table, String key) {
        long hash = KeyHash.of(key);
        return table.chosen(table.pick(hash, null, table.judge(hash))).source().id();
    }

    private static List<String> owners(RoutingTable table) {
        return IntStream.range(0, 3_000).mapToObj(i -> owner(table, "k" + i)).toList();
    }

    private static double localPart(List<String> owners) {
        return owners.stream().filter(id -> id.startsWith("north")).count() / (double) owners.size();
    }

    private Map<String, Double> shares(RoutingTable table, @Nullable String previous) {
        PreviousAttempt attempt = previous == null ? null : new PreviousAttempt(previous, null, 0);
        Map<String, Double> shares = new java.util.TreeMap<>();
        for (int i = 0; i < 4_000; i++) {
            shares.merge(table.pick(attempt, random).source().id(), 1 / 4_000.0, Double::sum);
        }
        return shares;
    }

    private static TrafficRules zone(String zone) {
        return new TrafficRules(true, 0, Map.of(), zone, 0.7, EjectionRules.DEFAULT);
    }

    private static TrafficRules bounded() {
        return new TrafficRules(true, 0, Map.of("Inventory", 1.25), null, 0.7, EjectionRules.DEFAULT);
    }

    /** Instances of a zone in the north, of which some may be called, and of one in the south, which all may. */
    private static Instance[] fleet(int northUp, int north, int south) {
        List<Instance> fleet = new ArrayList<>();
        for (int i = 0; i < north; i++) {
            fleet.add(MirrorFeed.instance(
                    "inventory",
                    "north-" + i,
                    1 + i,
                    "north",
                    1,
                    i < northUp ? InstanceStatus.UP : InstanceStatus.DOWN,
                    Map.of()));
        }
        for (int i = 0; i < south; i++) {
            fleet.add(MirrorFeed.inZone("inventory", "south-" + i, 100 + i, "south"));
        }
        return fleet.toArray(Instance[]::new);
    }

    private static Instance up(String id) {
        return MirrorFeed.up("inventory", id, 1);
    }

    private static Instance down(String id) {
        return MirrorFeed.down("inventory", id, 1);
    }

    private static Instance weighing(String id, double weight) {
        return MirrorFeed.instance("inventory", id, 1, null, weight, InstanceStatus.UP, Map.of());
    }
}
