package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.Member;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;

/** What one ring takes: the heap after a collection with many held, less that before. Exact with the serial collector. */
final class HeapSize {

    private static final int MAX_HELD = 32;
    private static final int MEMBERS_HELD = 8000;

    private HeapSize() {}

    /** Returns the bytes that a rival takes beside the list it was made from. */
    static long of(Rival rival, int size) {
        List<Member> members = Sets.equal(size, 1);
        // What is loaded or thrown away the first time is no part of it.
        bytes(rival, members, size);
        return bytes(rival, members, size);
    }

    private static long bytes(Rival rival, List<Member> members, int size) {
        Object[] held = new Object[Math.max(4, Math.min(MAX_HELD, MEMBERS_HELD / size))];
        long before = used();
        try {
            for (int i = 0; i < held.length; i++) {
                held[i] = rival.build(members);
            }
            return (used() - before) / held.length;
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
