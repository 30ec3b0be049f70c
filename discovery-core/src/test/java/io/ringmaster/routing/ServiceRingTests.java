package io.ringmaster.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.TestInstances;
import io.ringmaster.ring.KeyHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceRingTests {

    private static final long NOW = 0;
    private static final Instant EARLY = TestInstances.REGISTERED;
    private static final Instant LATE = EARLY.plusSeconds(60);
    private static final List<String> KEYS =
            IntStream.range(0, 200).mapToObj(i -> "customer-" + i).toList();

    private final List<Instance> four =
            List.of(TestInstances.up("a"), TestInstances.up("b"), TestInstances.up("c"), TestInstances.up("d"));

    @Test
    void instanceThatMayNotBeCalledIsPassedOverAndMovesOnlyItsOwnKeys() {
        for (InstanceStatus status : new InstanceStatus[] {InstanceStatus.STARTING, InstanceStatus.DOWN}) {
            ServiceRing all = ring(four);
            ServiceRing without = ring(replace(four, TestInstances.reporting("b", status)));
            for (String key : KEYS) {
                List<String> order = order(all, key);
                order.remove("b");
                assertThat(order(without, key)).isEqualTo(order);
                assertThat(without.size()).isEqualTo(4);
            }
        }
    }

    @Test
    void keyGoesDuringAFailureWhereItGoesAfterTheRemoval() {
        ServiceRing failing = ring(replace(four, TestInstances.reporting("c", InstanceStatus.DOWN)));
        ServiceRing removed = ring(without(four, "c"));
        for (String key : KEYS) {
            assertThat(order(failing, key)).isEqualTo(order(removed, key));
        }
    }

    @Test
    void suspectsAreCalledWhenNothingIsUp() {
        Instance suspect = TestInstances.up("a").withObserved(ObservedHealth.SUSPECT, "its stream broke", LATE);
        ServiceRing ring = ring(List.of(suspect, TestInstances.reporting("b", InstanceStatus.DOWN)));
        assertThat(order(ring, "k")).containsExactly("a");
    }

    @Test
    void callersNarrowTheRingWithoutMovingOtherKeys() {
        ServiceRing ring = ring(four);
        for (String key : KEYS) {
            List<String> order = order(ring, key);
            int owner = ring.indexOf(order.get(0));
            long hash = KeyHash.of(key);
            int second = ring.first(hash, index -> index == owner ? Objection.EJECTED : null);
            assertThat(ring.instance(second).id()).isEqualTo(order.get(1));
            assertThat(ring.next(hash, owner, ring.judge(hash, NOW))).isEqualTo(second);
        }
    }

    @Test
    void everyInstanceIsOnTheRingWhenTwoDeclareOneIdentity() {
        ServiceRing ring = ring(List.of(
                TestInstances.withRingIdentity("old", "shard-1", EARLY),
                TestInstances.withRingIdentity("new", "shard-1", LATE),
                TestInstances.withRingIdentity("newest", "shard-1", LATE),
                TestInstances.up("other")));
        assertThat(ring.size()).isEqualTo(4);
        assertThat(new TreeSet<>(order(ring, "k"))).containsExactly("new", "newest", "old", "other");
    }

    @Test
    void firstToRegisterKeepsTheIdentityAndTheNextInheritsIt() {
        Instance replacement = TestInstances.withRingIdentity("a", "shard-1", LATE);
        Instance leaving = TestInstances.withRingIdentity("z", "shard-1", EARLY);
        List<Instance> before = List.of(leaving, TestInstances.up("x"), TestInstances.up("y"));
        List<Instance> both = with(before, replacement);
        ServiceRing alone = ring(before);
        ServiceRing together = ring(both);
        ServiceRing afterwards = ring(without(both, "z"));
        for (String key : KEYS) {
            assertThat(owner(together, key)).isIn(owner(alone, key), "a");
            assertThat(owner(afterwards, key)).isEqualTo(owner(alone, key).replace('z', 'a'));
        }
    }

    @Test
    void atEqualTimesTheLowerIdKeepsTheIdentity() {
        List<Instance> both = List.of(
                TestInstances.withRingIdentity("b", "shard-1", EARLY),
                TestInstances.withRingIdentity("a", "shard-1", EARLY),
                TestInstances.up("x"));
        for (String key : KEYS) {
            assertThat(owner(ring(both), key)).isIn(owner(ring(without(both, "b")), key), "b");
        }
    }

    @Test
    void instanceWhoseIdAnotherDeclaresIsStillOnTheRing() {
        ServiceRing ring =
                ring(List.of(TestInstances.withRingIdentity("thief", "a", EARLY.minusSeconds(1)), four.get(0)));
        assertThat(new TreeSet<>(order(ring, "k"))).containsExactly("a", "thief");
    }

    @Test
    void callersAgreeWhateverTheOrderOfTheList() {
        List<Instance> shuffled = new ArrayList<>(four);
        shuffled.add(TestInstances.withRingIdentity("e", "a", LATE));
        ServiceRing ring = ring(shuffled);
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(shuffled, random);
            ServiceRing other = ring(shuffled);
            assertThat(KEYS).allSatisfy(key -> assertThat(order(other, key)).isEqualTo(order(ring, key)));
        }
    }

    @Test
    void operatorsWeightMovesKeysOnlyToOrFromItsInstance() {
        Instance lighter = four.get(0).withOverride(new OperatorOverride(null, 0.25, null, null, LATE, null), LATE);
        ServiceRing before = ring(four);
        ServiceRing after = before.next(ServiceCatalog.of("inventory", replace(four, lighter)));
        assertThat(after.shares()[after.indexOf("a")]).isLessThan(before.shares()[before.indexOf("a")] / 2);
        for (String key : KEYS) {
            assertThat(owner(before, key)).isIn(owner(after, key), "a");
        }
    }

    @Test
    void changeOfStatusAloneKeepsThePlacesAndTakesTheNewInstances() {
        Instance down = TestInstances.reporting("a", InstanceStatus.DOWN);
        ServiceRing before = ring(four);
        ServiceRing after = before.next(ServiceCatalog.of("inventory", replace(four, down)));
        assertThat(after.instance(after.indexOf("a"))).isSameAs(down);
        assertThat(after.isRoutable(after.indexOf("a"))).isFalse();
        assertThat(after.shares()).isEqualTo(before.shares());
    }

    @Test
    void everyPushedInstanceReachesTheRing() {
        ServiceRing ring = ring(four).next(ServiceCatalog.of("inventory", with(four, TestInstances.up("e"))));
        assertThat(ring.indexOf("e")).isNotNegative();
        assertThat(ring.shares()[ring.indexOf("e")]).isBetween(0.18, 0.22);
    }

    @Test
    void serviceWithoutInstancesHasNoOwner() {
        ServiceRing ring = ring(List.of());
        assertThat(ring.first(42, ring.judge(42, NOW))).isEqualTo(-1);
        Route route = ring.explain("k", NOW);
        assertThat(route.owner()).isNull();
        assertThat(route.reason()).isEqualTo("'inventory' has no instances.");
    }

    @Test
    void explanationNamesWhoWasSkippedAndWhy() {
        String home = owner(ring(four), "k");
        String second = order(ring(four), "k").get(1);
        Route route = ring(replace(four, TestInstances.reporting(home, InstanceStatus.DRAINING)))
                .explain("k", NOW);
        assertThat(route.owner().id()).isEqualTo(second);
        assertThat(route.skipped())
                .containsExactly(new Route.Skipped(home, InstanceStatus.DRAINING, Objection.NOT_CALLABLE));
        assertThat(route.failover()).hasSize(2).doesNotContain(home, second);
        assertThat(route.reason())
                .isEqualTo(home + " owns the key but is DRAINING; " + second
                        + " is the next in the ring that may be called.");
    }

    @Test
    void explanationOfAWholeServiceThatMayNotBeCalledSaysSo() {
        Route route =
                ring(List.of(TestInstances.reporting("a", InstanceStatus.DOWN))).explain("k", NOW);
        assertThat(route.owner()).isNull();
        assertThat(route.reason()).isEqualTo("None of the 1 instances of 'inventory' may be called.");
        assertThat(ring(four).explain("k", NOW).reason()).endsWith(" owns the key.");
    }

    @Test
    void lesserObjectionsDoNotCountWhenSomethingSpeaksAgainstEverybody() {
        ServiceRing ring = ring(four);
        long hash = KeyHash.of("k");
        int owner = ring.first(hash, ring.judge(hash, NOW));
        int second = ring.next(hash, owner, ring.judge(hash, NOW));
        assertThat(ring.first(hash, index -> Objection.OVER_BOUND)).isEqualTo(owner);
        assertThat(ring.first(hash, index -> index == owner ? Objection.EJECTED : Objection.OTHER_ZONE))
                .isEqualTo(second);
        assertThat(ring.first(hash, index -> Objection.EJECTED)).isEqualTo(owner);
        assertThat(ring.first(hash, index -> Objection.NOT_CALLABLE)).isEqualTo(-1);
    }

    @Test
    void retryPrefersAnInstanceThatSomethingSpeaksAgainstToTheOneThatFailed() {
        ServiceRing ring = ring(four);
        long hash = KeyHash.of("k");
        int owner = ring.first(hash, ring.judge(hash, NOW));
        int second = ring.next(hash, owner, ring.judge(hash, NOW));
        assertThat(ring.next(hash, owner, index -> index == owner ? null : Objection.EJECTED))
                .isEqualTo(second);
        assertThat(ring.next(hash, owner, index -> index == owner ? null : Objection.NOT_CALLABLE))
                .isEqualTo(owner);
    }

    @Test
    void choiceAndExplanationAgreeWhateverSpeaksAgainstWhom() {
        ServiceRing ring = ring(
                IntStream.range(0, 12).mapToObj(i -> TestInstances.up("i" + i)).toList());
        Random random = new Random(20261125);
        Objection[] objections = Objection.values();
        for (int i = 0; i < 2_000; i++) {
            Objection[] against = new Objection[ring.size()];
            for (int index = 0; index < against.length; index++) {
                int drawn = random.nextInt(objections.length + 3);
                against[index] = drawn < objections.length ? objections[drawn] : null;
            }
            String key = "key-" + i;
            int chosen = ring.first(KeyHash.of(key), index -> against[index]);
            Route route = ring.explain(key, index -> against[index]);
            assertThat(route.owner()).isEqualTo(chosen < 0 ? null : ring.instance(chosen));
            if (!route.failover().isEmpty()) {
                assertThat(ring.instance(ring.next(KeyHash.of(key), chosen, index -> against[index]))
                                .id())
                        .isEqualTo(route.failover().get(0));
            }
        }
    }

    private static ServiceRing ring(List<Instance> instances) {
        return ServiceRing.of(ServiceCatalog.of("inventory", instances));
    }

    private static String owner(ServiceRing ring, String key) {
        long hash = KeyHash.of(key);
        return ring.instance(ring.first(hash, ring.judge(hash, NOW))).id();
    }

    /** All that may be called, as the explanation lists them. */
    private static List<String> order(ServiceRing ring, String key) {
        Route route = ring.explain(key, NOW);
        List<String> order = new ArrayList<>(List.of(route.owner().id()));
        order.addAll(route.failover());
        assertThat(order.get(0)).isEqualTo(owner(ring, key));
        return order;
    }

    private static List<Instance> replace(List<Instance> instances, Instance changed) {
        return with(without(instances, changed.id()), changed);
    }

    private static List<Instance> without(List<Instance> instances, String id) {
        return instances.stream().filter(instance -> !instance.id().equals(id)).toList();
    }

    private static List<Instance> with(List<Instance> instances, Instance another) {
        List<Instance> longer = new ArrayList<>(instances);
        longer.add(another);
        return longer;
    }
}
