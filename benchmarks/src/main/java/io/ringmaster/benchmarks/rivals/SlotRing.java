package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ours: {@link HashRing}, seen by the order of a list instead of its own. */
public final class SlotRing implements Placement {

    private final HashRing ring;
    private final int[] listed;

    private SlotRing(HashRing ring, List<Member> members) {
        this.ring = ring;
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            places.put(members.get(i).identity(), i);
        }
        this.listed = new int[ring.size()];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = places.getOrDefault(ring.member(i).identity(), -1);
        }
    }

    /** Returns the ring of these members with {@code 1 << slotBits} slots. */
    public static SlotRing of(List<Member> members, int slotBits) {
        return new SlotRing(HashRing.of(members, slotBits), members);
    }

    @Override
    public int owner(long keyHash) {
        return listed[ring.owner(keyHash)];
    }

    @Override
    public int first(long keyHash, boolean[] usable) {
        return listed[ring.first(keyHash, index -> usable[listed[index]])];
    }

    @Override
    public double[] shares() {
        double[] onRing = ring.shares();
        double[] shares = new double[onRing.length];
        for (int i = 0; i < shares.length; i++) {
            shares[listed[i]] = onRing[i];
        }
        return shares;
    }
}
