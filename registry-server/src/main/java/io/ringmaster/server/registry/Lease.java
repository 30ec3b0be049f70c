package io.ringmaster.server.registry;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Permission for one instance to stay listed until a deadline. Guarded by the registry's lock. */
final class Lease {

    final InstanceKey key;

    /** The term of each renewal; zero when the lease never lapses. */
    final Duration ttl;

    /** The client process that holds it, or null. */
    final @Nullable String session;

    /** The address literal that the registration came from. */
    final String registeredFrom;

    /** Tells this lease from all earlier and later ones, also of the same instance. */
    final long serial;

    /** When it lapses, on the monotonic clock. */
    long deadlineNanos;

    /** Where the lease stands in the order of {@link LeaseTable}: at or before its deadline. */
    long queuedNanos;

    /** How many requests the instance last said to be serving; null if it never has. */
    private @Nullable Integer inFlight;

    /** Until when that is worth anything, on the monotonic clock. */
    private long inFlightUntilNanos;

    Lease(InstanceKey key, Duration ttl, @Nullable String session, String registeredFrom, long serial, Moment now) {
        this.key = key;
        this.ttl = ttl;
        this.session = session;
        this.registeredFrom = registeredFrom;
        this.serial = serial;
        renew(now);
        this.queuedNanos = deadlineNanos;
    }

    boolean lapses() {
        return !ttl.isZero();
    }

    void renew(Moment now) {
        deadlineNanos = now.deadlineNanosAfter(ttl);
    }

    /**
     * Takes note of how many requests the instance is serving.
     *
     * @param term how long that is worth anything
     */
    void serves(int requests, Duration term, Moment now) {
        inFlight = requests;
        inFlightUntilNanos = now.deadlineNanosAfter(term);
    }

    /** Returns how many requests the instance is serving, or null if it has not said so lately. */
    @Nullable
    Integer inFlight(Moment now) {
        return now.hasReached(inFlightUntilNanos) ? null : inFlight;
    }

    boolean hasLapsed(Moment now) {
        return lapses() && now.hasReached(deadlineNanos);
    }
}
