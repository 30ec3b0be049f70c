package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Placement;
import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys move when one member changes.
 *
 * @param keys how many keys there are
 * @param moved how many of them changed their owner
 * @param hadTo how many had to: by how many the changed member has more or fewer
 * @param extra how many moved between two members that did not change
 */
public record Movement(long keys, long moved, long hadTo, long extra) {

    /** So many keys, spread evenly: a table of up to 2^18 slots is counted exactly. */
    private static final int KEY_BITS = 18;

    private static final String COMING = "10.0.0.0:8080";

    /** What happens to one member. */
    public enum Change {
        ADD,
        REMOVE,
        /** From 1 to 2. */
        WEIGHT
    }

    /** Returns what moved for each key that had to; 1 is best. */
    public double ratio() {
        return (double) moved / hadTo;
    }

    /** Returns the share of all keys that moved for nothing. */
    public double extraShare() {
        return (double) extra / keys;
    }

    /** Returns the sum over several sets of members. */
    static Movement of(Rival rival, int size, Change change, int sets) {
        Movement sum = new Movement(0, 0, 0, 0);
        for (int seed = 0; seed < sets; seed++) {
            List<Member> before = Sets.equal(size, seed);
            int place = size / 2;
            String changing = change == Change.ADD ? COMING : before.get(place).identity();
            sum = sum.plus(of(rival, before, changed(before, place, change), changing));
        }
        return sum;
    }

    /** Returns the list after a change at a place in its middle, as lists are sorted by something. */
    static List<Member> changed(List<Member> before, int place, Change change) {
        List<Member> after = new ArrayList<>(before);
        switch (change) {
            case ADD -> after.add(place, new Member(COMING, 1));
            case REMOVE -> after.remove(place);
            case WEIGHT -> after.set(place, new Member(before.get(place).identity(), 2));
        }
        return after;
    }

    static Movement of(Rival rival, List<Member> before, List<Member> after, String changing) {
        Map<String, Integer> numbers = new HashMap<>();
        int changingNumber = number(changing, numbers);
        int[] numbersBefore = numbers(before, numbers);
        int[] numbersAfter = numbers(after, numbers);
        Placement placementBefore = rival.over(before);
        Placement placementAfter = rival.over(after);
        long moved = 0;
        long extra = 0;
        long gained = 0;
        long[] keys = Keys.even(KEY_BITS, 3);
        for (long key : keys) {
            int ownerBefore = numbersBefore[placementBefore.owner(key)];
            int ownerAfter = numbersAfter[placementAfter.owner(key)];
            if (ownerBefore != ownerAfter) {
                moved++;
                gained += ownerAfter == changingNumber ? 1 : 0;
                gained -= ownerBefore == changingNumber ? 1 : 0;
                extra += ownerBefore != changingNumber && ownerAfter != changingNumber ? 1 : 0;
            }
        }
        return new Movement(keys.length, moved, Math.abs(gained), extra);
    }

    private static int[] numbers(List<Member> members, Map<String, Integer> numbers) {
        return members.stream()
                .mapToInt(member -> number(member.identity(), numbers))
                .toArray();
    }

    private static int number(String identity, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(identity, unknown -> numbers.size());
    }

    private Movement plus(Movement other) {
        return new Movement(keys + other.keys, moved + other.moved, hadTo + other.hadTo, extra + other.extra);
    }
}
