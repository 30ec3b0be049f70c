package io.ringmaster.server.cluster;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.BitSet;

/** Buckets that this node wants from one peer: a few are asked for at a time, the next when one has come. Guarded by {@link Peers}. */
final class Pull {

    private static final int AT_A_TIME = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    final String from;
    private final BitSet left;
    private final BitSet asked = new BitSet();
    private Moment lastProgress;

    Pull(String from, BitSet buckets, Moment now) {
        this.from = from;
        this.left = buckets;
        this.lastProgress = now;
    }

    /** Returns the buckets to ask for now. */
    BitSet next() {
        BitSet next = new BitSet();
        while (asked.cardinality() < AT_A_TIME && !left.isEmpty()) {
            int bucket = left.nextSetBit(0);
            left.clear(bucket);
            asked.set(bucket);
            next.set(bucket);
        }
        return next;
    }

    void progress(Moment now) {
        lastProgress = now;
    }

    void answered(int bucket) {
        asked.clear(bucket);
    }

    boolean isDone() {
        return left.isEmpty() && asked.isEmpty();
    }

    /** Whether an answer must have been lost. */
    boolean isStuck(Moment now) {
        return now.since(lastProgress).compareTo(PATIENCE) > 0;
    }
}
