package io.ringmaster.benchmarks.load;

import java.util.List;

/** The middle one of several figures. */
final class Median {

    private Median() {}

    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
