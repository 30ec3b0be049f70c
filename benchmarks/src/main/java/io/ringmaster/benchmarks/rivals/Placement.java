package io.ringmaster.benchmarks.rivals;

/** Decides which member of a set a key belongs to. Members are known by their index in the list it was made from. */
public interface Placement {

    /** Returns the member that owns a key with this uniformly distributed hash. */
    int owner(long keyHash);

    /**
     * Returns the member that serves the key while only some may be used.
     *
     * @param usable by member; at least one is true
     */
    int first(long keyHash, boolean[] usable);

    /** Returns each member's share of all possible keys; the sum is 1. */
    double[] shares();
}
