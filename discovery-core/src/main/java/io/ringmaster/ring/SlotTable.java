package io.ringmaster.ring;

import java.util.Arrays;

/**
 * Deals the slots: each goes to the member with the lowest score, at equal scores to the earlier one. Instead of asking every
 * member about every slot, every member names its best slots first until all are dealt: about {@code p ln p} steps for
 * {@code p} slots, whatever the number of members.
 */
final class SlotTable {

    private SlotTable() {}

    /** Returns the owners when a score is the rank itself, as it is among equal weights. */
    static char[] byRank(SlotPermutations slots, int members, int slotBits) {
        char[] owners = new char[1 << slotBits];
        boolean[] dealt = new boolean[owners.length];
        int open = owners.length;
        for (int rank = 0; open > 0; rank++) {
            for (int member = 0; member < members && open > 0; member++) {
                int slot = slots.map(member, rank);
                if (!dealt[slot]) {
                    dealt[slot] = true;
                    owners[slot] = (char) member;
                    open--;
                }
            }
        }
        return owners;
    }

    /**
     * Returns the owners when a score is the rank's cost times a factor.
     *
     * @param factors one over the weight, by member
     */
    static char[] byScore(SlotPermutations slots, int[] costs, double[] factors) {
        char[] owners = new char[costs.length];
        double[] best = new double[costs.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        int open = owners.length;
        int[] nextRank = new int[factors.length];
        // Dealt in layers of the score, so that what is dealt in one layer needs no look at the next. One of this
        // height leaves
        // 1/e of what was open before.
        double layer = RankCosts.SCALE
                / Arrays.stream(factors).map(factor -> 1 / factor).sum();
        for (double limit = layer; open > 0; limit += layer) {
            for (int member = 0; member < factors.length; member++) {
                int rank = nextRank[member];
                for (; rank < costs.length; rank++) {
                    double score = costs[rank] * factors[member];
                    if (score > limit) {
                        break;
                    }
                    int slot = slots.map(member, rank);
                    if (score < best[slot]) {
                        open -= best[slot] == Double.POSITIVE_INFINITY ? 1 : 0;
                        best[slot] = score;
                        owners[slot] = (char) member;
                    }
                }
                nextRank[member] = rank;
            }
        }
        return owners;
    }
}
