package io.ringmaster.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RivalTests {

    private static final int SIZE = 50;

    @ParameterizedTest
    @EnumSource
    void sharesAreWhatKeysFind(Rival rival) {
        Placement placement = rival.over(Sets.equal(SIZE, 1));
        double[] found = new double[SIZE];
        long[] keys = Keys.even(18, 1);
        for (long key : keys) {
            found[placement.owner(key)] += 1.0 / keys.length;
        }

        assertThat(Arrays.stream(placement.shares()).sum()).isCloseTo(1, within(1e-9));
        assertThat(placement.shares()).containsExactly(found, within(0.002));
    }

    @ParameterizedTest
    @EnumSource
    void everybodyUsableMeansTheOwner(Rival rival) {
        Placement placement = rival.over(Sets.equal(SIZE, 1));
        boolean[] all = new boolean[SIZE];
        Arrays.fill(all, true);

        for (long key : Keys.random(1000, 1)) {
            assertThat(placement.first(key, all)).isEqualTo(placement.owner(key));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pickerAndPlacementAgree(Rival rival) {
        List<Member> members = Sets.equal(SIZE, 1);
        Placement placement = rival.over(members);
        long[] keys = Keys.random(1000, 1);
        int[] picked = Arrays.stream(keys).mapToInt(rival.picker(members)).toArray();
        int[] owners = Arrays.stream(keys).mapToInt(placement::owner).toArray();

        // They may number the members differently, but then always in the same way.
        int[] numbers = new int[SIZE];
        Arrays.fill(numbers, -1);
        for (int i = 0; i < keys.length; i++) {
            int known = numbers[owners[i]];
            assertThat(known).isIn(-1, picked[i]);
            numbers[owners[i]] = picked[i];
        }
        assertThat(Arrays.stream(numbers).distinct()).hasSize(SIZE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOTS_16", "TREE_MAP", "MAGLEV"})
    void orderOfTheListDoesNotMatter(Rival rival) {
        List<Member> members = Sets.mixed(SIZE, 1);
        List<Member> reversed = new ArrayList<>(members);
        Collections.reverse(reversed);
        Placement placement = rival.over(members);
        Placement other = rival.over(reversed);

        for (long key : Keys.random(1000, 1)) {
            assertThat(other.owner(key)).isEqualTo(SIZE - 1 - placement.owner(key));
        }
    }

    @Test
    void maglevSharesEquallyToTheEntry() {
        double[] equal = new double[SIZE];
        Arrays.fill(equal, 1.0 / SIZE);

        assertThat(MaglevTable.of(Sets.equal(SIZE, 1)).shares()).containsExactly(equal, within(1.0 / 65_537));
    }

    @Test
    void maglevSharesByWeight() {
        List<Member> members = List.of(new Member("a", 1), new Member("b", 2), new Member("c", 5));

        assertThat(MaglevTable.of(members).shares()).containsExactly(new double[] {0.125, 0.25, 0.625}, within(0.001));
    }
}
