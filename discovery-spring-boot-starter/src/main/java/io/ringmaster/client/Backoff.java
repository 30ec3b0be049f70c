package io.ringmaster.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: any time up to a limit, which doubles with each attempt up to a cap. The full
 * jitter keeps many clients from coming back in one wave. Not for several threads.
 */
public final class Backoff {

    private final Duration first;
    private final Duration cap;
    private final DoubleSupplier random;

    private Duration limit;

    /**
     * @param first the limit of the first wait
     * @param cap the limit that is never exceeded
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     */
    public Backoff(Duration first, Duration cap, DoubleSupplier random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
        this.limit = first;
    }

    /** Returns how long to wait now. */
    public Duration next() {
        Duration wait = Duration.ofNanos((long) (limit.toNanos() * random.getAsDouble()));
        Duration doubled = limit.multipliedBy(2);
        limit = doubled.compareTo(cap) < 0 ? doubled : cap;
        return wait;
    }

    /** An attempt succeeded: the next wait is a first one again. */
    public void reset() {
        limit = first;
    }
}
