package io.ringmaster.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One reading of both clocks. Deadlines are computed from {@code nanos}, which never jumps; {@code instant} is for people
 * and for the wire only, because the wall clock may be set back or forth at any time.
 *
 * @param nanos a monotonic reading with an arbitrary origin; only differences mean something
 * @param instant the wall clock at that moment
 */
public record Moment(long nanos, Instant instant) {

    /** Returns the monotonic reading that lies {@code duration} after this moment. */
    public long deadlineNanosAfter(Duration duration) {
        return nanos + duration.toNanos();
    }

    /** Whether a deadline on the monotonic clock has been reached; right across an overflow of the counter. */
    public boolean hasReached(long deadlineNanos) {
        return nanos - deadlineNanos >= 0;
    }

    /** Returns the time from {@code earlier} to this moment on the monotonic clock. */
    public Duration since(Moment earlier) {
        return since(earlier.nanos);
    }

    /** Returns the time from an earlier reading of the monotonic clock to this moment. */
    public Duration since(long earlierNanos) {
        return Duration.ofNanos(nanos - earlierNanos);
    }
}
