package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.Collection;

/** One change of a ring of 2^16 slots. The one place to edit when the ring learns to change without being built anew. */
public final class RingChange {

    private RingChange() {}

    /** Returns the ring of the changed members. */
    public static HashRing changed(HashRing before, Collection<Member> members) {
        return HashRing.of(members);
    }
}
