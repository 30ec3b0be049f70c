package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotPermutationsTests {

    private static final int MEMBERS = 20;

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16, 17, 18})
    void everySlotHasItsOwnRankAndTheInverseFindsIt(int slotBits) {
        SlotPermutations ranks =
                SlotPermutations.of(new Random(slotBits).longs(MEMBERS).toArray(), slotBits);
        SlotPermutations slots = ranks.inverse();
        for (int member = 0; member < MEMBERS; member++) {
            BitSet seen = new BitSet();
            for (int slot = 0; slot < 1 << slotBits; slot++) {
                int rank = ranks.map(member, slot);
                seen.set(rank);
                if (slots.map(member, rank) != slot) {
                    assertThat(slots.map(member, rank)).isEqualTo(slot);
                }
            }
            assertThat(seen.cardinality()).isEqualTo(1 << slotBits);
            assertThat(seen.length()).isEqualTo(1 << slotBits);
        }
    }

    /** Two random permutations would differ by a standard deviation of sqrt(p / 12) slots; five of them are a wide margin. */
    @ParameterizedTest
    @ValueSource(ints = {10, 13, 16})
    void noMemberShadowsAnother(int slotBits) {
        int pairs = 200;
        int half = 1 << (slotBits - 1);
        SlotPermutations ranks =
                SlotPermutations.of(new Random(7).longs(pairs + pairs).toArray(), slotBits);
        for (int pair = 0; pair < pairs; pair++) {
            int one = 2 * pair;
            long won = IntStream.range(0, half + half)
                    .filter(slot -> ranks.map(one, slot) < ranks.map(one + 1, slot))
                    .count();
            assertThat(Math.abs(won - half)).isLessThan((long) (5 * Math.sqrt(half / 6.0)));
        }
    }
}
