package io.ringmaster.ring;

import java.util.Arrays;

/**
 * Who owns each slot: the member with the lowest score, at equal scores the earlier one. A score is the cost of the rank
 * times a factor, which is one over the weight. Instead of asking every member about every slot, every member names its best
 * slots first until all are dealt: about {@code p ln p} steps for {@code p} slots, whatever the number of members.
 *
 * @param owners the index of the owner by slot; not to be written
 * @param worst no owner scores higher than this
 */
record SlotTable(char[] owners, double worst) {

    static final SlotTable EMPTY = new SlotTable(new char[0], 0);

    /** Instead of an index. */
    static final int NOBODY = -1;

    /** Deals when all factors are the same, so that the ranks alone decide. */
    static SlotTable byRank(SlotPermutations slots, int[] costs, double[] factors) {
        char[] owners = new char[costs.length];
        boolean[] dealt = new boolean[owners.length];
        int open = owners.length;
        int rank = 0;
        for (; open > 0; rank++) {
            for (int member = 0; member < factors.length && open > 0; member++) {
                int slot = slots.map(member, rank);
                if (!dealt[slot]) {
                    dealt[slot] = true;
                    owners[slot] = (char) member;
                    open--;
                }
            }
        }
        return new SlotTable(owners, costs[rank - 1] * factors[0]);
    }

    /** Deals when factors differ. */
    static SlotTable byScore(SlotPermutations slots, int[] costs, double[] factors) {
        char[] owners = new char[costs.length];
        double[] best = new double[costs.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        int open = owners.length;
        int[] nextRank = new int[factors.length];
        // Dealt in layers of the score, so that what is dealt in one layer needs no look at the next.
        // One of this height leaves 1/e of what was open before.
        double layer = RankCosts.SCALE
                / Arrays.stream(factors).map(factor -> 1 / factor).sum();
        double limit = 0;
        while (open > 0) {
            limit += layer;
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
        return new SlotTable(owners, limit);
    }

    /**
     * Returns the table that dealing anew would give, after some members came, left or changed their weight.
     *
     * @param moved by the index that a member has here: its index from now on, or {@link #NOBODY} if it may lose any of its
     *     slots because it left or weighs less
     * @param known by the index from now on: whether the member was here and weighs no more than it did
     * @param rankings of the members from now on, as are the factors
     */
    SlotTable changed(int[] moved, boolean[] known, SlotPermutations rankings, int[] costs, double[] factors) {
        char[] next = new char[owners.length];
        double nextWorst = worst;
        for (int slot = 0; slot < next.length; slot++) {
            int owner = moved[owners[slot]];
            if (owner == NOBODY) {
                owner = best(slot, rankings, costs, factors);
                nextWorst = Math.max(nextWorst, costs[rankings.map(owner, slot)] * factors[owner]);
            }
            next[slot] = (char) owner;
        }
        SlotPermutations slots = rankings.inverse();
        for (int member = 0; member < known.length; member++) {
            if (!known[member]) {
                claim(member, next, nextWorst, slots, rankings, costs, factors);
            }
        }
        return new SlotTable(next, nextWorst);
    }

    private static int best(int slot, SlotPermutations rankings, int[] costs, double[] factors) {
        int best = 0;
        double bestScore = Double.POSITIVE_INFINITY;
        for (int member = 0; member < factors.length; member++) {
            double score = costs[rankings.map(member, slot)] * factors[member];
            if (score < bestScore) {
                bestScore = score;
                best = member;
            }
        }
        return best;
    }

    /** Gives a member the slots that it ranks better than their owners do. */
    private static void claim(
            int member,
            char[] owners,
            double worst,
            SlotPermutations slots,
            SlotPermutations rankings,
            int[] costs,
            double[] factors) {
        for (int rank = 0; rank < costs.length; rank++) {
            double score = costs[rank] * factors[member];
            if (score > worst) {
                return;
            }
            int slot = slots.map(member, rank);
            int owner = owners[slot];
            double present = costs[rankings.map(owner, slot)] * factors[owner];
            if (score < present || (score == present && member < owner)) {
                owners[slot] = (char) member;
            }
        }
    }
}
