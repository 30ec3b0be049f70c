package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells a process that died from a fault that took many streams at once, which points at this node or its network rather
 * than at the instances. Guarded by the registry's lock.
 */
final class StreamLosses {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int A_FEW = 3;

    private final Deque<Moment> recent = new ArrayDeque<>();

    /** Notes that the stream of a session broke. */
    void add(Moment now) {
        recent.addLast(now);
        while (now.since(recent.getFirst()).compareTo(WINDOW) > 0) {
            recent.removeFirst();
        }
    }

    /** Returns how many broke within a second of the latest. */
    int count() {
        return recent.size();
    }

    /** Whether these are more than a few, and at least half of all. */
    boolean areMany(int stillOpen) {
        return count() > A_FEW && count() >= stillOpen;
    }
}
