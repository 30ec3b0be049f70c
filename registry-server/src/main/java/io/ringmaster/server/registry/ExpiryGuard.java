package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a lapsed lease may be acted on. When this process itself stood still, heartbeats may have been waiting
 * unread, so silence proves nothing about the instances. Guarded by the registry's lock.
 */
final class ExpiryGuard {

    private final Duration tolerated;
    private @Nullable Moment last;

    /**
     * @param tolerated how long this process may be away between two looks before its silence counts
     */
    ExpiryGuard(Duration tolerated) {
        this.tolerated = tolerated;
    }

    /** Returns how long this process stood still since the last look, or zero if that was not long. */
    Duration standstill(Moment now) {
        Duration gap = last == null ? Duration.ZERO : now.since(last);
        last = now;
        return gap.compareTo(tolerated) > 0 ? gap : Duration.ZERO;
    }
}
