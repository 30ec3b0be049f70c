package io.ringmaster.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTests {

    @Test
    void balanceIsRelativeToWeights() {
        List<Member> members = List.of(new Member("a", 1), new Member("b", 3));

        Balance fair = Balance.of(new double[] {0.25, 0.75}, members);
        Balance unfair = Balance.of(new double[] {0.5, 0.5}, members);

        assertThat(fair).isEqualTo(new Balance(1, 0, 0));
        assertThat(unfair.peak()).isEqualTo(2);
        assertThat(unfair.worst()).isEqualTo(1);
        assertThat(unfair.deviation()).isCloseTo(Math.sqrt((1 + 1 / 9.0) / 2), within(1e-9));
    }

    @Test
    void positionsInAListMoveMostKeysWhenOneLeavesTheMiddle() {
        List<Member> before = Sets.equal(10, 1);
        List<Member> after = Movement.changed(before, 5, Movement.Change.REMOVE);

        Movement movement =
                Movement.of(Rival.GUAVA, before, after, before.get(5).identity());

        assertThat((double) movement.hadTo() / movement.keys()).isCloseTo(0.1, within(0.01));
        assertThat(movement.extraShare()).isGreaterThan(0.3);
        assertThat(movement.moved()).isGreaterThan(movement.hadTo() + movement.extra() - 1);
    }

    @Test
    void boundHoldsAndFloorKeepsCallsHome() {
        HashRing ring = HashRing.of(Sets.equal(10, 1));
        ZipfKeys keys = new ZipfKeys();

        BoundedLoad free = BoundedLoad.of(ring, keys, BoundedLoad.Rule.unbounded(20));
        BoundedLoad bounded = BoundedLoad.of(ring, keys, new BoundedLoad.Rule(1.25, 0, 20));
        BoundedLoad inert = BoundedLoad.of(ring, keys, new BoundedLoad.Rule(1.25, 200, 20));

        assertThat(free.away()).isZero();
        assertThat(free.peak()).isGreaterThan(2);
        assertThat(bounded.peak()).isEqualTo(1.25);
        assertThat(bounded.above()).isZero();
        assertThat(bounded.away()).isBetween(0.1, 0.2);
        assertThat(inert).isEqualTo(free);
    }
}
