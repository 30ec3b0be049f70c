package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Tells a process that died from a fault that took many streams at once, which points at this node or its network rather
 * than at the instances. Guarded by the registry's lock.
 */
final class StreamLosses {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int A_FEW = 3;

    private final Deque<Loss> recent = new ArrayDeque<>();
    private boolean many;

    private record Loss(String session, Moment at) {}

    /**
     * Notes that the only stream of a session broke.
     *
     * @param stillOpen how many other sessions have a stream
     * @return whether these have just become many: more than a few within a second, and at least as many as are left
     */
    boolean add(String session, int stillOpen, Moment now) {
        recent.addLast(new Loss(session, now));
        while (now.since(recent.getFirst().at()).compareTo(WINDOW) > 0) {
            recent.removeFirst();
        }
        boolean before = many && recent.size() > 1;
        many = recent.size() > A_FEW && recent.size() >= stillOpen;
        return many && !before;
    }

    /** Whether many broke within a second of the latest. */
    boolean areMany() {
        return many;
    }

    /** Returns the sessions whose streams broke within a second of the latest. */
    List<String> sessions() {
        return recent.stream().map(Loss::session).toList();
    }
}
