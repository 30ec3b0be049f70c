package io.ringmaster.benchmarks.rivals;

import com.google.common.hash.Hashing;
import java.util.stream.IntStream;

/**
 * Guava's {@link Hashing#consistentHash(long, int)} on the position in the list, the only thing it can be given. Only the last
 * position may leave without disturbing the others, and there are no weights.
 */
public record GuavaBuckets(int size) implements Placement {

    @Override
    public int owner(long keyHash) {
        return Hashing.consistentHash(keyHash, size);
    }

    /** As a caller would do it: the list is filtered first. */
    @Override
    public int first(long keyHash, boolean[] usable) {
        int[] list = IntStream.range(0, size).filter(i -> usable[i]).toArray();
        return list[Hashing.consistentHash(keyHash, list.length)];
    }

    /** It has no table to count, so this counts a million keys. Even a perfect hash deviates a little on so many. */
    @Override
    public double[] shares() {
        double[] shares = new double[size];
        long[] keys = Keys.random(1_000_000, 1);
        for (long key : keys) {
            shares[owner(key)] += 1.0 / keys.length;
        }
        return shares;
    }
}
