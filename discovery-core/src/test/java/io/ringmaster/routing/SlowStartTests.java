package io.ringmaster.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.KeyHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowStartTests {

    private static final long UP = 1_764_021_600_000L;
    private static final List<String> KEYS =
            IntStream.range(0, 3_000).mapToObj(i -> "customer-" + i).toList();

    private final List<Instance> old = List.of(warm("a"), warm("b"), warm("c"));

    @Test
    void newInstanceTakesItsKeysOverAlongALine() {
        ServiceRing ring = ring(with(old, instance("new", "30", UP - 5_000, UP)));
        double all = count(ring, "new", UP + 30_000);
        assertThat(all).isBetween(600.0, 900.0);
        assertThat(count(ring, "new", UP)).isZero();
        for (int tenth = 1; tenth < 10; tenth++) {
            assertThat(count(ring, "new", UP + tenth * 3_000) / all).isCloseTo(tenth / 10.0, within(0.05));
        }
    }

    @Test
    void eachKeyMovesOnceFromWhoHadItToTheNewInstance() {
        ServiceRing before = ring(old);
        ServiceRing after = ring(with(old, instance("new", "30", UP - 5_000, UP)));
        for (String key : KEYS) {
            String earlier = owner(before, key, UP);
            boolean over = false;
            for (long now = UP - 1_000; now <= UP + 31_000; now += 1_000) {
                String owner = owner(after, key, now);
                over |= owner.equals("new");
                assertThat(owner).isEqualTo(over ? "new" : earlier);
            }
            assertThat(over).isEqualTo(owner(after, key, UP + 31_000).equals("new"));
        }
    }

    @Test
    void processThatHadRunForLongIsNotHeldBackWhenItComesUpAgain() {
        SlowStart slow = SlowStart.of(with(old, instance("back", "30", UP - 3_600_000, UP)));
        assertThat(slow.isOn(UP + 1)).isFalse();
    }

    @Test
    void nobodyIsHeldBackWhileMoreThanHalfAreNew() {
        List<Instance> fleet = List.of(
                warm("a"),
                instance("b", "30", UP - 1_000, UP),
                instance("c", "30", UP - 1_000, UP + 10_000),
                instance("d", "60", UP - 1_000, UP + 10_000));
        SlowStart slow = SlowStart.of(fleet);
        assertThat(slow.isOn(UP + 29_999)).isFalse();
        assertThat(slow.share(3, UP + 29_999)).isEqualTo(1);
        assertThat(slow.isOn(UP + 30_000)).isTrue();
        assertThat(slow.share(3, UP + 40_000)).isEqualTo(0.5);
        assertThat(slow.share(0, UP + 40_000)).isEqualTo(1);
    }

    @Test
    void declarationThatCannotBeUsedMeansNone() {
        for (String declared : new String[] {"soon", "", "-5", "0", "1e3", "99999999999999999999"}) {
            assertThat(SlowStart.of(with(old, instance("new", declared, UP, UP)))
                            .isOn(UP + 1))
                    .as(declared)
                    .isFalse();
        }
    }

    @Test
    void longestSlowStartIsFiveMinutes() {
        SlowStart slow = SlowStart.of(with(old, instance("new", "86400", UP, UP)));
        assertThat(slow.isOn(UP + 299_999)).isTrue();
        assertThat(slow.isOn(UP + 300_000)).isFalse();
    }

    @Test
    void explanationSaysThatTheOwnerIsNew() {
        ServiceRing ring = ring(with(old, instance("new", "30", UP, UP)));
        String key = KEYS.stream()
                .filter(candidate -> owner(ring, candidate, UP + 60_000).equals("new"))
                .findFirst()
                .orElseThrow();
        Route route = ring.explain(key, UP);
        assertThat(route.skipped()).containsExactly(new Route.Skipped("new", InstanceStatus.UP, Objection.WARMING_UP));
        assertThat(route.reason())
                .startsWith("new owns the key but has just started and takes its keys over step by step; ");
    }

    private static long count(ServiceRing ring, String id, long now) {
        return KEYS.stream().filter(key -> owner(ring, key, now).equals(id)).count();
    }

    private static String owner(ServiceRing ring, String key, long now) {
        long hash = KeyHash.of(key);
        return ring.instance(ring.first(hash, ring.judge(hash, now))).id();
    }

    private static ServiceRing ring(List<Instance> instances) {
        return ServiceRing.of(ServiceCatalog.of("inventory", instances));
    }

    private static List<Instance> with(List<Instance> instances, Instance another) {
        List<Instance> more = new ArrayList<>(instances);
        more.add(another);
        return more;
    }

    private static Instance warm(String id) {
        return instance(id, "30", UP - 10_000_000, UP - 9_990_000);
    }

    private static Instance instance(String id, String slowStart, long started, long up) {
        Registration claim = new Registration(
                "inventory",
                id,
                null,
                "10.0.0.7",
                8080,
                null,
                1,
                Map.of(Registration.SLOW_START, slowStart),
                9,
                Check.TCP,
                null,
                started);
        Instant since = Instant.ofEpochMilli(up);
        return new Instance(claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, since, since);
    }
}
