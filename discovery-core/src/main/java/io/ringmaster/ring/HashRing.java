package io.ringmaster.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which member of a set a key belongs to, and who is next. Immutable; any thread may ask it.
 *
 * <p>The top bits of a key's hash name one of a fixed number of slots, the virtual nodes. Each member ranks all slots by a
 * pseudo-random permutation that derives from its identity alone, and a slot belongs to the member that ranks it best,
 * weights considered; the next in the slot's order is the one that ranks it second best, and so on. So a set gives the same
 * ring in whatever order it comes and whatever came before; a member that comes, leaves or changes its weight moves no key
 * between two others; and who takes over from a member while it is unusable is who owns the key once it has left.
 *
 * <p>Costs: {@link #owner} is one array read and allocates nothing. Past the owner, a step is one pass over the members.
 * Building takes a few milliseconds, hardly more for many members than for few. With 65,536 slots (the default) a ring takes
 * 131 KB, and 32 bytes more for each member; shares deviate from the weights by about sqrt(members / 131,072), which is
 * 2 % for 50 members. More slots deviate less, and all who share a ring must use the same number.
 *
 * <p>Rendezvous hashing on ranks: half the variance of the usual form for the same memory. Specified in
 * {@code docs/PROTOCOL.md}, "The ring".
 */
public final class HashRing {

    /** Two to this power is how many slots a ring has unless told otherwise. */
    public static final int DEFAULT_SLOT_BITS = 16;

    private static final int MAX_MEMBERS = 1 << Character.SIZE;

    /** Of more members that leave or lose weight at once, looking at their slots costs as much as dealing all anew. */
    private static final int MAX_LOSING = 8;

    private static final double MIN_WEIGHT = 1e-9;
    private static final double MAX_WEIGHT = 1e9;

    /** Puts every score of a member that owns nothing behind every score of one that owns something. */
    private static final double FACTOR_OF_NO_WEIGHT = 1e18;

    private final Member[] members;
    private final int slotBits;
    private final SlotPermutations rankings;
    private final int[] costs;
    private final double[] factors;
    private final SlotTable table;

    /** Those of the table, one step nearer for a pick. */
    private final char[] owners;

    private HashRing(Placed[] placed, int slotBits, Dealing dealing) {
        this.members = Arrays.stream(placed).map(Placed::member).toArray(Member[]::new);
        this.slotBits = slotBits;
        this.rankings = SlotPermutations.of(
                Arrays.stream(placed).mapToLong(Placed::seed).toArray(), slotBits);
        this.costs = RankCosts.table(slotBits);
        this.factors = factors(members);
        this.table = members.length == 0 ? SlotTable.EMPTY : dealing.deal(this);
        this.owners = table.owners();
    }

    /** How the slots of a ring that has everything else are dealt. */
    private interface Dealing {
        SlotTable deal(HashRing ring);
    }

    /**
     * Returns the ring of these members, in whatever order they come.
     *
     * @throws IllegalArgumentException if two members have the same identity, or there are more than 65,536
     */
    public static HashRing of(Collection<Member> members) {
        return of(members, DEFAULT_SLOT_BITS);
    }

    /**
     * Returns the ring of these members with {@code 1 << slotBits} slots. Another number of slots deals all keys anew.
     *
     * @param slotBits 10 to 20
     * @throws IllegalArgumentException if two members have the same identity, there are more than 65,536, or the bits are out
     *     of range
     */
    public static HashRing of(Collection<Member> members, int slotBits) {
        if (slotBits < RankCosts.MIN_SLOT_BITS || slotBits > RankCosts.MAX_SLOT_BITS) {
            throw new IllegalArgumentException("A ring of 2^" + slotBits + " slots is not possible. Use "
                    + RankCosts.MIN_SLOT_BITS + " to " + RankCosts.MAX_SLOT_BITS + " slot bits; 16 is usual.");
        }
        return new HashRing(placed(members), slotBits, HashRing::deal);
    }

    /** Skips the short cut for equal weights, so that a test can compare the two ways. */
    static HashRing byScore(Collection<Member> members, int slotBits) {
        return new HashRing(
                placed(members),
                slotBits,
                ring -> SlotTable.byScore(ring.rankings.inverse(), ring.costs, ring.factors));
    }

    /**
     * Returns the ring of these members, as {@link #of} does, but faster when most of them are members of this one already:
     * only slots that lose their owner, or that a new or heavier member may win, are looked at.
     *
     * @throws IllegalArgumentException if two members have the same identity, or there are more than 65,536
     */
    public HashRing changedTo(Collection<Member> changed) {
        return new HashRing(placed(changed), slotBits, this::dealAgain);
    }

    private static Placed[] placed(Collection<Member> members) {
        if (members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "A ring holds up to " + MAX_MEMBERS + " members, not " + members.size() + ".");
        }
        Placed[] placed = members.stream().map(Placed::new).sorted().toArray(Placed[]::new);
        for (int i = 1; i < placed.length; i++) {
            if (placed[i].compareTo(placed[i - 1]) == 0) {
                throw new IllegalArgumentException("Two ring members have the identity '" + placed[i].member.identity()
                        + "'. Give each its own, or leave one out.");
            }
        }
        return placed;
    }

    private static SlotTable deal(HashRing ring) {
        return Arrays.stream(ring.factors).distinct().count() > 1
                ? SlotTable.byScore(ring.rankings.inverse(), ring.costs, ring.factors)
                : SlotTable.byRank(ring.rankings.inverse(), ring.costs, ring.factors);
    }

    private SlotTable dealAgain(HashRing next) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < next.members.length; i++) {
            places.put(next.members[i].identity(), i);
        }
        int[] moved = new int[members.length];
        boolean[] known = new boolean[next.members.length];
        int losing = 0;
        int winning = next.members.length;
        for (int i = 0; i < members.length; i++) {
            int place = places.getOrDefault(members[i].identity(), SlotTable.NOBODY);
            // Who weighs less may lose any of its slots, who weighs more may win some.
            boolean loses = place == SlotTable.NOBODY || next.factors[place] > factors[i];
            moved[i] = loses ? SlotTable.NOBODY : place;
            losing += loses ? 1 : 0;
            if (place != SlotTable.NOBODY && next.factors[place] >= factors[i]) {
                known[place] = true;
                winning--;
            }
        }
        if (losing > MAX_LOSING || 2 * winning > next.members.length) {
            return deal(next);
        }
        return table.changed(moved, known, next.rankings, next.costs, next.factors);
    }

    private static double[] factors(Member[] members) {
        return Arrays.stream(members)
                .mapToDouble(member -> member.weight() == 0
                        ? FACTOR_OF_NO_WEIGHT
                        : 1 / Math.min(Math.max(member.weight(), MIN_WEIGHT), MAX_WEIGHT))
                .toArray();
    }

    /** Whether this ring has exactly these members with these weights, in whatever order they come. */
    public boolean hasMembers(Collection<Member> others) {
        return others.size() == members.length && new HashSet<>(others).equals(Set.of(members));
    }

    /** Returns how many members there are. */
    public int size() {
        return members.length;
    }

    /** Returns a member by its index in this ring, from 0 to {@code size() - 1}. */
    public Member member(int index) {
        return members[index];
    }

    /** Returns the index of the member that owns the key, or -1 if the ring is empty. */
    public int owner(long keyHash) {
        return owners.length == 0 ? -1 : owners[slot(keyHash)];
    }

    /**
     * Returns the first usable member in the order of the key, or -1 if there is none.
     *
     * @param keyHash from {@link KeyHash#of}
     * @param usable whether the member with an index may be chosen; not asked about members that come later anyway
     */
    public int first(long keyHash, IntPredicate usable) {
        int owner = owner(keyHash);
        return owner < 0 || usable.test(owner) ? owner : next(keyHash, owner, usable);
    }

    /**
     * Returns the usable member that follows {@code previous} in the order of the key, wrapping around; {@code previous}
     * itself when no other is usable but it is; -1 if there is none.
     */
    public int next(long keyHash, int previous, IntPredicate usable) {
        int slot = slot(keyHash);
        double passed = score(previous, slot);
        int following = -1;
        double followingScore = 0;
        int earliest = -1;
        double earliestScore = 0;
        for (int member = 0; member < members.length; member++) {
            double score = score(member, slot);
            boolean follows = score > passed || (score == passed && member > previous);
            if (follows) {
                if ((following < 0 || score < followingScore) && usable.test(member)) {
                    following = member;
                    followingScore = score;
                }
            } else if (following < 0 && (earliest < 0 || score < earliestScore) && usable.test(member)) {
                earliest = member;
                earliestScore = score;
            }
        }
        return following < 0 ? earliest : following;
    }

    /** Returns all members in the order in which they serve the key: the owner, its successor, and so on. */
    public int[] order(long keyHash) {
        int slot = slot(keyHash);
        double[] scores = IntStream.range(0, members.length)
                .mapToDouble(member -> score(member, slot))
                .toArray();
        return IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingDouble(member -> scores[member]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns each member's exact share of the key space, by index; the sum is 1. Reads the whole ring. */
    public double[] shares() {
        int[] slots = new int[members.length];
        for (char owner : owners) {
            slots[owner]++;
        }
        return Arrays.stream(slots)
                .mapToDouble(count -> count / (double) owners.length)
                .toArray();
    }

    private int slot(long keyHash) {
        return (int) (keyHash >>> (Long.SIZE - slotBits));
    }

    private double score(int member, int slot) {
        return costs[rankings.map(member, slot)] * factors[member];
    }

    /** A member and the hash that places it; in the order that decides between equal scores. */
    private record Placed(Member member, long seed) implements Comparable<Placed> {
        Placed(Member member) {
            this(member, KeyHash.of(member.identity()));
        }

        @Override
        public int compareTo(Placed other) {
            int byHash = Long.compareUnsigned(seed, other.seed);
            return byHash != 0
                    ? byHash
                    : Arrays.compareUnsigned(KeyHash.utf8(member.identity()), KeyHash.utf8(other.member.identity()));
        }
    }
}
