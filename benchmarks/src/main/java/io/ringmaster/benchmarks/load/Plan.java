package io.ringmaster.benchmarks.load;

import java.util.List;

/**
 * How much is measured.
 *
 * @param starts how often each server is started
 * @param sizes numbers of instances, rising
 * @param watchers numbers of watchers, rising
 * @param warmUps how often at least ten thousand processes come, beat and go before the first request that counts
 * @param paced requests of each kind in a round at a steady pace
 * @param rounds how often each kind of request is measured, at full speed and at a steady pace
 * @param beats beats in a round
 * @param registrations registrations in a round
 * @param changes changes that each number of watchers is told
 * @param only registries and scenarios that are not left out; all if there are none of a kind
 */
record Plan(
        int starts,
        List<Integer> sizes,
        List<Integer> watchers,
        int warmUps,
        int paced,
        int rounds,
        int beats,
        int registrations,
        int changes,
        List<String> only) {

    /** With more than this, clients that ask every second would ask for more than a server on such a machine answers. */
    static final int MOST_POLLING = 1_000;

    static Plan full() {
        return new Plan(
                5,
                List.of(1_000, 10_000, 100_000),
                List.of(1, 100, 500, 1_000, 10_000),
                2,
                2_500,
                5,
                20_000,
                10_000,
                12,
                List.of());
    }

    static Plan quick() {
        return new Plan(1, List.of(1_000, 10_000), List.of(1, 100, 500), 1, 1_500, 3, 10_000, 5_000, 10, List.of());
    }

    Plan only(List<String> names) {
        return new Plan(starts, sizes, watchers, warmUps, paced, rounds, beats, registrations, changes, names);
    }

    boolean includes(String registry, String scenario) {
        return only.isEmpty() || (only.contains(registry) && only.contains(scenario));
    }
}
