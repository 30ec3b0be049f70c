package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How evenly a ring of the default size deals its slots: the mean of twenty sets of members against what is promised. */
class HashRingBalanceTests {

    private static final int SETS = 20;
    private static final int SLOTS = 1 << HashRing.DEFAULT_SLOT_BITS;

    @ParameterizedTest
    @CsvSource({"10, 1.02", "50, 1.05", "200, 1.12"})
    void largestShareStaysNearTheMean(int members, double promisedPeak) {
        double peak = meanOfSets(members, new double[] {1}, HashRingBalanceTests::peak);
        assertThat(peak).isBetween(1.0, promisedPeak);
    }

    @ParameterizedTest
    @CsvSource({"10", "50", "200"})
    void sharesDeviateAsPredicted(int members) {
        double deviation = meanOfSets(members, new double[] {1}, HashRingBalanceTests::rmsError);
        assertThat(deviation).isLessThan(1.1 * Math.sqrt(members / (2.0 * SLOTS)));
    }

    @Test
    void sharesFollowTheWeights() {
        double error = meanOfSets(50, new double[] {1, 2, 5}, HashRingBalanceTests::rmsError);
        assertThat(error).isLessThan(0.025);
    }

    @Test
    void keysOfAMemberThatLeavesSpreadOverAllOthers() {
        HashRing ring = HashRing.of(members(0, 50, new double[] {1}));
        int[] heirs = new int[50];
        for (int slot = 0; slot < SLOTS; slot++) {
            int[] order = ring.order((long) slot << (Long.SIZE - HashRing.DEFAULT_SLOT_BITS));
            if (order[0] == 0) {
                heirs[order[1]]++;
            }
        }
        // About 27 slots for each of 49 heirs: a count that is Poisson at worst strays that far once in 10,000 rings.
        assertThat(Arrays.stream(heirs).skip(1)).allMatch(slots -> slots >= 5 && slots <= 60);
    }

    private static double meanOfSets(int size, double[] weights, Measure measure) {
        return IntStream.range(0, SETS)
                .mapToDouble(set -> measure.of(HashRing.of(members(set, size, weights))))
                .average()
                .orElseThrow();
    }

    private static double peak(HashRing ring) {
        return Arrays.stream(relativeShares(ring)).max().orElseThrow();
    }

    private static double rmsError(HashRing ring) {
        return Math.sqrt(Arrays.stream(relativeShares(ring))
                .map(share -> (share - 1) * (share - 1))
                .average()
                .orElseThrow());
    }

    private static double[] relativeShares(HashRing ring) {
        double[] shares = ring.shares();
        double total = IntStream.range(0, ring.size())
                .mapToDouble(index -> ring.member(index).weight())
                .sum();
        return IntStream.range(0, ring.size())
                .mapToDouble(index -> shares[index] * total / ring.member(index).weight())
                .toArray();
    }

    private static List<Member> members(int set, int size, double[] weights) {
        return IntStream.range(0, size)
                .mapToObj(i ->
                        new Member("10." + i / 100 + "." + i % 100 + ".7:8080#" + set, weights[i % weights.length]))
                .toList();
    }

    private interface Measure {
        double of(HashRing ring);
    }
}
