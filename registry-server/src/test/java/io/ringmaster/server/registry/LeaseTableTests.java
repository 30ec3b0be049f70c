package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTableTests {

    private static final InstanceKey A = new InstanceKey("inventory", "a");
    private static final InstanceKey B = new InstanceKey("inventory", "b");

    private final LeaseTable table = new LeaseTable();

    @Test
    void theEarliestDeadlineComesFirstAndNotBeforeItsTime() {
        grant(A, 9, null, at(0));
        grant(B, 3, null, at(0));
        assertThat(lapsed(at(2))).isEmpty();
        assertThat(lapsed(at(3))).containsExactly(B);
        assertThat(lapsed(at(9))).containsExactly(B, A);
        table.end(B);
        assertThat(lapsed(at(9))).containsExactly(A);
    }

    @Test
    void aRenewedLeaseLapsesAFullTermLater() {
        Lease lease = grant(A, 9, null, at(0));
        lease.renew(at(8));
        assertThat(lapsed(at(9))).isEmpty();
        assertThat(lapsed(at(16))).isEmpty();
        assertThat(lapsed(at(17))).containsExactly(A);
    }

    @Test
    void aLeaseWithAShorterTermTakesThePlaceOfAnEarlierOne() {
        grant(A, 3600, null, at(0));
        grant(A, 3, null, at(1));
        assertThat(lapsed(at(4))).containsExactly(A);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void theMoreHaveRareHeartbeatsTheLessOftenEachIsLookedAt() {
        grant(A, 90, null, at(0));
        assertThat(table.due(at(5))).hasSize(1);
        for (int i = 0; i < 3_999; i++) {
            grant(new InstanceKey("inventory", "other-" + i), 90, null, at(0));
        }
        grant(B, 90, null, at(0));
        table.find(A).renew(at(6));
        assertThat(table.find(A).isDue(at(25))).isFalse();
        assertThat(table.find(A).isDue(at(27))).isTrue();
    }

    @Test
    void aLeaseWithoutATermNeverLapses() {
        grant(A, 0, null, at(0));
        assertThat(lapsed(at(1_000_000))).isEmpty();
    }

    @Test
    void aSessionHoldsTheLeasesThatNameIt() {
        grant(A, 9, "session-one", at(0));
        grant(B, 9, "session-one", at(0));
        assertThat(table.ofSession("session-one")).hasSize(2);
        grant(B, 9, "session-two", at(1));
        table.end(A);
        assertThat(table.ofSession("session-one")).isEmpty();
        assertThat(table.ofSession("session-two"))
                .singleElement()
                .satisfies(lease -> assertThat(lease.key).isEqualTo(B));
    }

    @Test
    void aLeaseThatAnotherNodeLooksAfterNeverComesUpAndHasAFullTermWhenItComesBack() {
        Lease lease = grant(A, 9, null, at(0));
        table.entrust(lease, Custody.ELSEWHERE, at(1));
        assertThat(table.due(at(1000))).isEmpty();
        assertThat(lease.hasLapsed(at(1000))).isFalse();
        assertThat(lease.isSilent(at(1000))).isFalse();
        table.entrust(lease, Custody.ORPHANED, at(1000));
        assertThat(lapsed(at(1008))).isEmpty();
        assertThat(lapsed(at(1009))).containsExactly(A);
        table.entrust(lease, Custody.ORPHANED, at(1009));
        assertThat(lapsed(at(1009))).containsExactly(A);
    }

    @Test
    void theOrderHoldsAcrossAnOverflowOfTheClock() {
        Moment nearTheEnd = new Moment(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(), FakeTicker.START);
        grant(A, 9, null, nearTheEnd);
        grant(B, 3, null, nearTheEnd);
        assertThat(lapsed(later(nearTheEnd, 3))).containsExactly(B);
        assertThat(lapsed(later(nearTheEnd, 9))).containsExactly(B, A);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverComesAndGoesEachLeaseComesUpInItsTurn(long seed) {
        Random random = new Random(seed);
        Map<InstanceKey, Integer> deadlines = new HashMap<>();
        for (int second = 0; second < 400; second++) {
            for (int step = 0; step < 5; step++) {
                InstanceKey key = new InstanceKey("inventory", "instance-" + random.nextInt(200));
                Lease held = table.find(key);
                if (held == null || random.nextInt(3) == 0) {
                    int ttl = 1 + random.nextInt(300);
                    grant(key, ttl, "session-one", at(second));
                    deadlines.put(key, second + ttl);
                } else if (random.nextBoolean()) {
                    held.renew(at(second));
                    deadlines.put(key, second + (int) held.ttl.toSeconds());
                } else {
                    table.end(key);
                    deadlines.remove(key);
                }
            }
            int now = second;
            List<InstanceKey> lapsed = lapsed(at(now));
            assertThat(lapsed)
                    .containsExactlyInAnyOrderElementsOf(deadlines.keySet().stream()
                            .filter(key -> deadlines.get(key) <= now)
                            .toList());
            assertThat(lapsed.stream().map(deadlines::get)).isSorted();
            lapsed.forEach(table::end);
            deadlines.keySet().removeAll(lapsed);
        }
    }

    private Lease grant(InstanceKey key, int ttl, String session, Moment now) {
        return table.grant(Instances.up(key, ttl, session), "10.0.0.1", now);
    }

    private List<InstanceKey> lapsed(Moment now) {
        return table.due(now).stream()
                .filter(lease -> lease.hasLapsed(now))
                .map(lease -> lease.key)
                .toList();
    }

    private static Moment at(long seconds) {
        return new Moment(Duration.ofSeconds(seconds).toNanos(), FakeTicker.START);
    }

    private static Moment later(Moment moment, long seconds) {
        return new Moment(moment.nanos() + Duration.ofSeconds(seconds).toNanos(), moment.instant());
    }
}
