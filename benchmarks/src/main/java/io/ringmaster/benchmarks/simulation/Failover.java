package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Placement;
import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether a key goes to the same member while its owner is down but listed as after its owner has been removed. Where it does
 * not, it moves twice for one failure.
 */
final class Failover {

    private Failover() {}

    /**
     * Returns the share, among the keys whose owner is gone, of those that find the same member either way.
     *
     * @param gone how many members are gone, at least 1 and fewer than all
     */
    static double agreement(Rival rival, int size, int gone, int keyBits) {
        List<Member> members = Sets.equal(size, 1);
        boolean[] usable = new boolean[size];
        Arrays.fill(usable, true);
        SplittableRandom random = new SplittableRandom(gone);
        for (int left = gone; left > 0; ) {
            int member = random.nextInt(size);
            left -= usable[member] ? 1 : 0;
            usable[member] = false;
        }
        List<Member> survivors = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (usable[i]) {
                survivors.add(members.get(i));
                places.add(i);
            }
        }
        Placement listed = rival.over(members);
        Placement removed = rival.over(survivors);
        long asked = 0;
        long same = 0;
        for (long key : Keys.even(keyBits, 4)) {
            if (!usable[listed.owner(key)]) {
                asked++;
                same += listed.first(key, usable) == places.get(removed.owner(key)) ? 1 : 0;
            }
        }
        return (double) same / asked;
    }
}
