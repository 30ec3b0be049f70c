package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;

/**
 * A moment by which something must have happened. Everything that waits in the demo waits for one.
 *
 * @param ticker the clock
 * @param nanos the reading of its monotonic clock at which the time is up
 */
record Deadline(Ticker ticker, long nanos) {

    static Deadline in(Duration duration, Ticker ticker) {
        return new Deadline(ticker, ticker.now().deadlineNanosAfter(duration));
    }

    boolean hasPassed() {
        return ticker.now().hasReached(nanos);
    }

    /** Returns the milliseconds that are left, at least 1, so that it fits calls to which 0 means for ever. */
    long millisLeft() {
        Moment now = ticker.now();
        return Math.max(1, (nanos - now.nanos()) / 1_000_000);
    }
}
