package io.ringmaster.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.IntPredicate;

/** Placeholder: plain rendezvous hashing behind the final signatures. */
public final class HashRing {
    private final Member[] members;

    private HashRing(Member[] members) {
        this.members = members;
    }

    /** Returns the ring of these members, in whatever order they come. */
    public static HashRing of(Collection<Member> members) {
        Member[] sorted = members.toArray(Member[]::new);
        Arrays.sort(sorted, Comparator.comparing(Member::identity));
        return new HashRing(sorted);
    }

    /** Whether this ring has exactly these members with these weights, in whatever order they come. */
    public boolean hasMembers(Collection<Member> others) {
        return others.size() == members.length && java.util.Set.of(members).containsAll(others);
    }

    /** Returns how many members there are. */
    public int size() {
        return members.length;
    }

    /** Returns a member by its index in this ring. */
    public Member member(int index) {
        return members[index];
    }

    /** Returns the index of the member that owns the key, or -1 if the ring is empty. */
    public int owner(long keyHash) {
        return first(keyHash, index -> true);
    }

    /** Returns the first usable member in the order of the key, or -1. */
    public int first(long keyHash, IntPredicate usable) {
        for (int index : order(keyHash)) {
            if (usable.test(index)) {
                return index;
            }
        }
        return -1;
    }

    /** Returns the usable member that follows {@code previous} in the order of the key, wrapping around; -1 if there is none. */
    public int next(long keyHash, int previous, IntPredicate usable) {
        int[] order = order(keyHash);
        int at = 0;
        while (order[at] != previous) {
            at++;
        }
        for (int step = 1; step <= order.length; step++) {
            int index = order[(at + step) % order.length];
            if (usable.test(index)) {
                return index;
            }
        }
        return -1;
    }

    /** Returns all members in the order in which they serve the key: the owner, its successor, and so on. */
    public int[] order(long keyHash) {
        return java.util.stream.IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> KeyHash.of(members[i].identity() + keyHash)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns each member's exact share of the key space, by index; the sum is 1. */
    public double[] shares() {
        double[] shares = new double[members.length];
        for (int i = 0; i < 4096; i++) {
            shares[owner(KeyHash.of("k" + i))] += 1 / 4096.0;
        }
        return shares;
    }
}
