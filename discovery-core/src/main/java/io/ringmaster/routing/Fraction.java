package io.ringmaster.routing;

/** Numbers from 0 to below 1 that belong to a key: the same for every caller, and independent of its place on the ring. */
public final class Fraction {

    private static final int BITS = 22;
    private static final double UNIT = 1.0 / (1 << BITS);

    private Fraction() {}

    /** Returns the one from the lowest bits of the hash. */
    static double low(long keyHash) {
        return (keyHash & (1 << BITS) - 1) * UNIT;
    }

    /** Returns the one from the bits above; independent of {@link #low}. */
    public static double middle(long keyHash) {
        return low(keyHash >>> BITS);
    }
}
