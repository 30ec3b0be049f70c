package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Placement;
import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers each question of the report, and computes it when it is asked for the first time. For one thread. */
public final class Simulation {

    private static final double BOUND = 1.25;
    private static final int FAILOVER_KEY_BITS = 18;
    private static final int ZIPF_SETS = 3;

    private final boolean quick;
    private final ZipfKeys zipf = new ZipfKeys();
    private final Map<List<Object>, Object> known = new HashMap<>();

    /**
     * @param quick whether fewer sets of members will do
     */
    public Simulation(boolean quick) {
        this.quick = quick;
    }

    /** Returns over how many sets of members figures are averaged. */
    public int sets(int size) {
        if (size <= 50) {
            return 20;
        }
        return quick ? 3 : size < 1000 ? 20 : 5;
    }

    /** Returns how evenly a rival shares. */
    public Balance balance(Rival rival, int size, boolean mixed) {
        return once(
                List.of("balance", rival, size, mixed),
                Balance.class,
                () -> Balance.of(rival, size, mixed, rival == Rival.GUAVA ? 1 : sets(size)));
    }

    /** Returns what moves when one member changes. */
    public Movement movement(Rival rival, int size, Movement.Change change) {
        return once(
                List.of("movement", rival, size, change),
                Movement.class,
                () -> Movement.of(rival, size, change, Math.min(5, sets(size))));
    }

    /** Returns the share of keys that fail over to who will own them, when so many members are gone. */
    public double failover(Rival rival, int size, int gone) {
        return once(
                List.of("failover", rival, size, gone),
                Double.class,
                () -> Failover.agreement(rival, size, gone, FAILOVER_KEY_BITS));
    }

    /** Returns whether clients agree. */
    public Agreement agreement(int size) {
        return once(List.of("agreement", size), Agreement.class, () -> Agreement.of(size, 1_000_000));
    }

    /** Returns the load of the busiest member, relative to its weight, when keys are as popular as Zipf says. */
    public double zipfPeak(Rival rival, int size, boolean mixed) {
        return once(List.of("zipf", rival, size, mixed), Double.class, () -> {
            double sum = 0;
            for (int seed = 0; seed < ZIPF_SETS; seed++) {
                List<Member> members = mixed ? Sets.mixed(size, seed) : Sets.equal(size, seed);
                Placement placement = rival.over(members);
                double[] shares = new double[size];
                for (int key = 0; key < zipf.count(); key++) {
                    shares[placement.owner(ZipfKeys.hash(key, seed))] += zipf.share(key);
                }
                sum += Balance.of(shares, members).peak();
            }
            return sum / ZIPF_SETS;
        });
    }

    /** Returns what calls in flight look like without a bound. */
    public BoundedLoad unbounded(int size, boolean mixed, int inFlightPerMember) {
        return load(size, mixed, BoundedLoad.Rule.unbounded(inFlightPerMember));
    }

    /** Returns what calls in flight look like with a bound of 1.25 and a floor. */
    public BoundedLoad bounded(int size, boolean mixed, int inFlightPerMember, int floor) {
        return load(size, mixed, new BoundedLoad.Rule(BOUND, floor, inFlightPerMember));
    }

    /** Returns the bytes that a rival takes. */
    public long heapSize(Rival rival, int size) {
        return once(List.of("heap", rival, size), Long.class, () -> HeapSize.of(rival, size));
    }

    /** Returns in how many slots a ring that was changed differs from one that was built, over all single changes tried. */
    public long changedSlotsThatDiffer(int size) {
        return once(List.of("change", size), Long.class, () -> {
            long differ = 0;
            List<Member> before = Sets.equal(size, 1);
            HashRing ring = HashRing.of(before);
            for (Movement.Change change : Movement.Change.values()) {
                List<Member> after = Movement.changed(before, size / 2, change);
                differ += differing(ring.changedTo(after), HashRing.of(after));
            }
            return differ;
        });
    }

    private static long differing(HashRing one, HashRing other) {
        long differ = 0;
        for (long slot = 0; slot < 1 << HashRing.DEFAULT_SLOT_BITS; slot++) {
            long key = slot << (Long.SIZE - HashRing.DEFAULT_SLOT_BITS);
            differ += one.member(one.owner(key)).equals(other.member(other.owner(key))) ? 0 : 1;
        }
        return differ;
    }

    private BoundedLoad load(int size, boolean mixed, BoundedLoad.Rule rule) {
        return once(List.of("load", size, mixed, rule), BoundedLoad.class, () -> {
            List<Member> members = mixed ? Sets.mixed(size, 1) : Sets.equal(size, 1);
            return BoundedLoad.of(HashRing.of(members), zipf, rule);
        });
    }

    private <T> T once(List<Object> question, Class<T> type, Supplier<T> answer) {
        Object present = known.get(question);
        T found = present == null ? answer.get() : type.cast(present);
        known.put(question, found);
        return found;
    }
}
