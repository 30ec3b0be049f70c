package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongToIntFunction;

/** Who is compared. */
public enum Rival {
    SLOTS_16("Ringmaster, 2^16 slots", 16, members -> SlotRing.of(members, 16)),
    SLOTS_18("Ringmaster, 2^18 slots", 18, members -> SlotRing.of(members, 18)),
    SLOTS_20("Ringmaster, 2^20 slots", 20, members -> SlotRing.of(members, 20)),
    TREE_MAP("TreeMap, 160 points", 0, TreeMapRing::of),
    MAGLEV("Maglev, 65,537 entries", 0, MaglevTable::of),
    GUAVA("Guava consistentHash", 0, members -> new GuavaBuckets(members.size()));

    private final String title;
    private final int slotBits;
    private final Function<List<Member>, Placement> builder;

    Rival(String title, int slotBits, Function<List<Member>, Placement> builder) {
        this.title = title;
        this.slotBits = slotBits;
        this.builder = builder;
    }

    /** Returns its name for people. */
    public String title() {
        return title;
    }

    /** Returns what places keys over these members. */
    public Placement over(List<Member> members) {
        return builder.apply(members);
    }

    /** Whether weights count. */
    public boolean weighs() {
        return this != GUAVA;
    }

    /** Returns what a caller of it keeps for these members: no index of the list in between. */
    public Object build(List<Member> members) {
        return slotBits > 0 ? HashRing.of(members, slotBits) : over(members);
    }

    /** Returns the bare look-up of the member that owns a key. */
    public LongToIntFunction picker(List<Member> members) {
        return slotBits > 0 ? HashRing.of(members, slotBits)::owner : over(members)::owner;
    }

    /** Returns the ring itself, for what only rings of slots can do. */
    public HashRing ring(List<Member> members) {
        if (slotBits == 0) {
            throw new IllegalArgumentException(title + " is no ring of slots.");
        }
        return HashRing.of(members, slotBits);
    }
}
