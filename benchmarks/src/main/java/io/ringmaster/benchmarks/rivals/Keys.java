package io.ringmaster.benchmarks.rivals;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Keys to place. The same ones for everybody, and in every run. */
public final class Keys {

    private Keys() {}

    /** Returns hashes as random as those of different keys. */
    public static long[] random(int count, long seed) {
        return new SplittableRandom(seed).longs(count).toArray();
    }

    /**
     * Returns hashes of which each equal part of the space has the same number, so that a table of up to that many slots is
     * counted exactly.
     */
    public static long[] even(int bits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = new long[1 << bits];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) i << (Long.SIZE - bits) | random.nextLong() >>> bits;
        }
        return keys;
    }

    /** Returns different keys of 24 characters. */
    public static String[] text(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("customer-%015x", mix(i) >>> 4))
                .toArray(String[]::new);
    }

    /** Returns another hash made from one. */
    public static long mix(long hash) {
        long z = hash + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
