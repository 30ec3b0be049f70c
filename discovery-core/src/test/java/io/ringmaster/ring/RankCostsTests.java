package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankCostsTests {

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void worseRanksCostMore(int slotBits) {
        int[] costs = RankCosts.table(slotBits);
        assertThat(costs).hasSize(1 << slotBits);
        assertThat(costs[0]).isPositive();
        assertThat(IntStream.range(1, costs.length).filter(rank -> costs[rank] <= costs[rank - 1]))
                .isEmpty();
    }

    /** So a logarithm that is wrong in the last digits, as every library's may be, gives the same costs. */
    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noCostLiesNearTheEdgeBetweenTwoWholeNumbers(int slotBits) {
        double slots = 1 << slotBits;
        double nearest = Double.MAX_VALUE;
        for (int rank = 0; rank < slots; rank++) {
            double exact = -StrictMath.log(1 - (rank + 0.5) / slots) * RankCosts.SCALE;
            double distance = Math.abs(exact - Math.floor(exact) - 0.5);
            nearest = Math.min(nearest, distance / Math.ulp(exact));
        }
        assertThat(nearest).isGreaterThanOrEqualTo(32);
    }
}
