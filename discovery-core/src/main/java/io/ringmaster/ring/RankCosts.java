package io.ringmaster.ring;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a rank costs before it is divided by the weight: {@code -ln(1 - (rank + 0.5) / slots)}, the logarithm of rendezvous
 * hashing with weights, as a whole number of 2^-24. Rounded, so that it is the same in every language: no value lies nearer
 * to the edge between two whole numbers than 32 units in the last place of a double. One table serves all rings with that many
 * slots.
 */
final class RankCosts {

    static final int MIN_SLOT_BITS = 10;
    static final int MAX_SLOT_BITS = 20;

    /** The cost that leaves one slot in e. */
    static final double SCALE = 1 << 24;

    /** By the bits of the slot; filled when first needed, each with the same content whoever is first. */
    private static final AtomicReferenceArray<int[]> TABLES = new AtomicReferenceArray<>(MAX_SLOT_BITS + 1);

    private RankCosts() {}

    /** Returns the cost of each rank, shared: not to be written. Strictly increasing. */
    static int[] table(int slotBits) {
        int[] known = TABLES.get(slotBits);
        if (known != null) {
            return known;
        }
        int[] costs = new int[1 << slotBits];
        for (int rank = 0; rank < costs.length; rank++) {
            double open = 1 - (rank + 0.5) / costs.length;
            costs[rank] = (int) Math.floor(-StrictMath.log(open) * SCALE + 0.5);
        }
        TABLES.set(slotBits, costs);
        return costs;
    }
}
