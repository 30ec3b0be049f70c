package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Keys;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A million keys of which the k-th is asked for 1/k as often as the first, which gets 7 % of all calls. */
final class ZipfKeys {

    private static final int COUNT = 1_000_000;

    private final double[] upTo = new double[COUNT];

    ZipfKeys() {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        for (int i = 0; i < COUNT; i++) {
            upTo[i] /= sum;
        }
    }

    int count() {
        return COUNT;
    }

    /** Returns the share of calls that a key gets. */
    double share(int key) {
        return key == 0 ? upTo[0] : upTo[key] - upTo[key - 1];
    }

    /** Returns the key of the next call. */
    int next(SplittableRandom random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        return Math.min(found < 0 ? -found - 1 : found, COUNT - 1);
    }

    /** Returns the hash of a key. */
    static long hash(int key, long seed) {
        return Keys.mix(Keys.mix(seed) ^ key);
    }
}
