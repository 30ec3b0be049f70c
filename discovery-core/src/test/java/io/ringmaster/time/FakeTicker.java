package io.ringmaster.time;

import java.time.Duration;
import java.time.Instant;

/** A ticker that stands still until a test moves it. Any thread may read it; one thread moves it. */
public final class FakeTicker implements Ticker {

    /** Where the wall clock of every fake ticker starts. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Moment now = new Moment(0, START);

    @Override
    public Moment now() {
        return now;
    }

    /** Lets both clocks go on by the same time. */
    public void advance(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.instant().plus(time));
    }

    /** Sets the wall clock forth or back (a negative duration) while the monotonic clock stands still. */
    public void jumpWallClock(Duration by) {
        now = new Moment(now.nanos(), now.instant().plus(by));
    }
}
