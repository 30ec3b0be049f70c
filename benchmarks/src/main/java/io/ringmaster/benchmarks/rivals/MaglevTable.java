package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.KeyHash;
import io.ringmaster.ring.Member;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Maglev's table of 65,537 entries: members take turns, and each takes the next free entry of its own permutation of the
 * table. Near perfect balance, but who takes an entry depends on what the others have left, so a change moves keys between
 * members that did not change.
 *
 * <p>After Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, section 3.4 (the entry
 * names are the paper's). Weights as in Envoy: a member takes its turn in {@code weight / heaviest} of the rounds. Whoever is
 * unusable is passed over by hashing the hash again, as Envoy's retries do.
 */
public final class MaglevTable implements Placement {

    private static final int SIZE = 65_537;

    private final char[] entries;
    private final int members;

    private MaglevTable(List<Member> members) {
        this.members = members.size();
        this.entries = populate(members);
    }

    /** Returns the table of these members, whatever their order. */
    public static MaglevTable of(List<Member> members) {
        return new MaglevTable(members);
    }

    private static char[] populate(List<Member> members) {
        int[] turns = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparing(i -> members.get(i).identity()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] at = new int[turns.length];
        int[] skip = new int[turns.length];
        double[] share = new double[turns.length];
        double heaviest = members.stream().mapToDouble(Member::weight).max().orElse(1);
        for (int member : turns) {
            String identity = members.get(member).identity();
            at[member] = (int) Long.remainderUnsigned(KeyHash.of(identity), SIZE);
            skip[member] = (int) Long.remainderUnsigned(KeyHash.of(identity + "#skip"), SIZE - 1) + 1;
            share[member] = members.get(member).weight() / heaviest;
        }
        char[] entries = new char[SIZE];
        Arrays.fill(entries, Character.MAX_VALUE);
        double[] earned = new double[turns.length];
        for (int filled = 0; filled < SIZE; ) {
            for (int member : turns) {
                earned[member] += share[member];
                if (earned[member] >= 1 && filled < SIZE) {
                    earned[member]--;
                    while (entries[at[member]] != Character.MAX_VALUE) {
                        at[member] = (at[member] + skip[member]) % SIZE;
                    }
                    entries[at[member]] = (char) member;
                    filled++;
                }
            }
        }
        return entries;
    }

    @Override
    public int owner(long keyHash) {
        return entries[(int) ((keyHash >>> 1) % SIZE)];
    }

    @Override
    public int first(long keyHash, boolean[] usable) {
        long hash = keyHash;
        while (!usable[owner(hash)]) {
            hash = Keys.mix(hash);
        }
        return owner(hash);
    }

    @Override
    public double[] shares() {
        double[] shares = new double[members];
        for (char member : entries) {
            shares[member] += 1.0 / SIZE;
        }
        return shares;
    }
}
