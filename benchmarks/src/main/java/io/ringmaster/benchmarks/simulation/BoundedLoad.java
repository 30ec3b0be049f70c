package io.ringmaster.benchmarks.simulation;

import io.ringmaster.ring.HashRing;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One balancer with a constant number of calls in flight: again and again one of them, at random, ends and the next begins.
 * A call goes to the first member in the order of its key that has room, which is {@code max(floor, ceil(bound x calls x
 * share of the weight))} calls including this one (Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded
 * Loads", SODA 2018).
 *
 * @param peak the most calls that any member ever had, relative to what it should have by its weight
 * @param away the share of calls that did not go to the owner of their key
 * @param tried how many members were looked at for a call, on average
 * @param above how often a member was given more than its room
 * @param awayBelowFloor how often a call went elsewhere although its owner had fewer calls than the floor
 */
public record BoundedLoad(double peak, double away, double tried, long above, long awayBelowFloor) {

    /** Which calls come, and when a member is full. */
    record Rule(double bound, int floor, int inFlightPerMember) {

        /** Every call goes to its owner. */
        static Rule unbounded(int inFlightPerMember) {
            return new Rule(Double.POSITIVE_INFINITY, 0, inFlightPerMember);
        }

        /** Returns how many calls a member may have when there are so many in all. */
        double room(int calls, double shareOfWeight) {
            return Math.max(floor, Math.ceil(bound * calls * shareOfWeight));
        }
    }

    private static final int MIN_CALLS = 200_000;
    private static final int TURNOVERS = 20;

    /** Hot keys walk far and often, so their order is kept. */
    private static final int HOT_KEYS = 4096;

    static BoundedLoad of(HashRing ring, ZipfKeys keys, Rule rule) {
        return new Run(ring, keys, rule).result();
    }

    private static final class Run {

        private final HashRing ring;
        private final ZipfKeys keys;
        private final Rule rule;
        private final SplittableRandom random = new SplittableRandom(6);
        private final Map<Integer, int[]> orders = new HashMap<>();
        private final double[] shareOfWeight;
        private final int[] load;
        private final int[] inFlight;
        private double peak;
        private long counted;
        private long away;
        private long tried;
        private long above;
        private long awayBelowFloor;

        Run(HashRing ring, ZipfKeys keys, Rule rule) {
            this.ring = ring;
            this.keys = keys;
            this.rule = rule;
            this.load = new int[ring.size()];
            this.inFlight = new int[ring.size() * rule.inFlightPerMember];
            this.shareOfWeight = new double[ring.size()];
            double sum = 0;
            for (int i = 0; i < load.length; i++) {
                sum += ring.member(i).weight();
            }
            for (int i = 0; i < load.length; i++) {
                shareOfWeight[i] = ring.member(i).weight() / sum;
            }
        }

        BoundedLoad result() {
            for (int i = 0; i < inFlight.length; i++) {
                inFlight[i] = choose(i + 1, false);
            }
            int calls = Math.max(MIN_CALLS, TURNOVERS * inFlight.length);
            for (int i = 0; i < calls; i++) {
                int ends = random.nextInt(inFlight.length);
                load[inFlight[ends]]--;
                inFlight[ends] = choose(inFlight.length, i > calls / 4);
            }
            return new BoundedLoad(peak, (double) away / counted, (double) tried / counted, above, awayBelowFloor);
        }

        private int choose(int calls, boolean settled) {
            int key = keys.next(random);
            long hash = ZipfKeys.hash(key, 1);
            int home = ring.owner(hash);
            int chosen = home;
            int looked = 1;
            while (!hasRoom(chosen, calls) && looked < load.length) {
                chosen = following(key, hash, chosen, looked++);
            }
            if (settled) {
                counted++;
                tried += looked;
                away += chosen == home ? 0 : 1;
                awayBelowFloor += chosen != home && load[home] < rule.floor ? 1 : 0;
                above += hasRoom(chosen, calls) ? 0 : 1;
                peak = Math.max(peak, (load[chosen] + 1) / (calls * shareOfWeight[chosen]));
            }
            load[chosen]++;
            return chosen;
        }

        private boolean hasRoom(int member, int calls) {
            return load[member] + 1 <= rule.room(calls, shareOfWeight[member]);
        }

        private int following(int key, long hash, int previous, int position) {
            return key < HOT_KEYS
                    ? orders.computeIfAbsent(key, hot -> ring.order(hash))[position]
                    : ring.next(hash, previous, any -> true);
        }
    }
}
