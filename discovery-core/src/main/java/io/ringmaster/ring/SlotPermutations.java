package io.ringmaster.ring;

/**
 * One pseudo-random permutation of the slots for each member: how the member ranks them. Every step (exclusive or, odd
 * multiplication, shift) can be undone, so the inverse has the same form, and neither needs a table. Twenty bytes per member.
 *
 * <p>An affine permutation such as Maglev's would let one member shadow another; this one behaves like a random one in the
 * tests.
 */
final class SlotPermutations {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int CONSTANTS = 5;

    private final int[] constants;
    private final int mask;
    private final int shift;

    private SlotPermutations(int[] constants, int mask, int shift) {
        this.constants = constants;
        this.mask = mask;
        this.shift = shift;
    }

    /** Returns the rankings of members with these seeds, over {@code 1 << slotBits} slots. */
    static SlotPermutations of(long[] seeds, int slotBits) {
        int mask = (1 << slotBits) - 1;
        int[] constants = new int[CONSTANTS * seeds.length];
        int at = 0;
        for (long seed : seeds) {
            long first = splitMix(seed + GOLDEN);
            long second = splitMix(seed + GOLDEN + GOLDEN);
            constants[at++] = (int) first & mask;
            constants[at++] = ((int) (first >>> 20) & mask) | 1;
            constants[at++] = ((int) (first >>> 40) & mask) | 1;
            constants[at++] = ((int) second & mask) | 1;
            constants[at++] = (int) (second >>> 20) & mask;
        }
        return new SlotPermutations(constants, mask, (slotBits + 1) / 2);
    }

    /** Returns the permutations that lead back: from a rank to the slot that has it. */
    SlotPermutations inverse() {
        int[] back = new int[constants.length];
        for (int at = 0; at < back.length; at += CONSTANTS) {
            back[at] = constants[at + 4];
            back[at + 1] = inverseOf(constants[at + 3]) & mask;
            back[at + 2] = inverseOf(constants[at + 2]) & mask;
            back[at + 3] = inverseOf(constants[at + 1]) & mask;
            back[at + 4] = constants[at];
        }
        return new SlotPermutations(back, mask, shift);
    }

    /** Returns where a member's permutation leads from a number below the count of slots. */
    int map(int member, int from) {
        int at = CONSTANTS * member;
        int x = (from ^ constants[at]) * constants[at + 1] & mask;
        x = (x ^ x >>> shift) * constants[at + 2] & mask;
        x = (x ^ x >>> shift) * constants[at + 3] & mask;
        return x ^ constants[at + 4];
    }

    /** Returns the inverse of an odd number modulo 2^32, by Newton's method; each step doubles the right bits. */
    private static int inverseOf(int odd) {
        int inverse = odd;
        for (int rightBits = 3; rightBits < 32; rightBits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    private static long splitMix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
