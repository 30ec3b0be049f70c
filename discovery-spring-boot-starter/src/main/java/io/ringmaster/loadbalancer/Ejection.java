package io.ringmaster.loadbalancer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether one instance is left out, and what led there. Any thread may use it; a call that succeeds takes no lock. */
final class Ejection {

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long MAX_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int ENOUGH_CALLS = 20;

    private final EjectionRules rules;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicInteger successes = new AtomicInteger();

    /** Guarded by this, as what follows. */
    private int failures;

    private long windowFromNanos;
    private long lastNanos;

    private volatile boolean ever;
    private volatile long untilNanos;

    Ejection(EjectionRules rules) {
        this.rules = rules;
    }

    void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
        successes.incrementAndGet();
    }

    /** Returns whether the instance should be left out now. */
    synchronized boolean failed(long nowNanos) {
        if (failures == 0 || nowNanos - windowFromNanos > WINDOW_NANOS) {
            windowFromNanos = nowNanos;
            failures = 0;
            successes.set(0);
        }
        failures++;
        int calls = failures + successes.get();
        return failuresInARow.incrementAndGet() >= rules.consecutiveFailures()
                || calls >= ENOUGH_CALLS && failures >= rules.failureRatio() * calls;
    }

    /** Leaves the instance out from now on; twice as long as before if it has come back just lately. */
    synchronized void begin(long nowNanos) {
        boolean again = ever && nowNanos - untilNanos < 2 * lastNanos;
        lastNanos = again
                ? Math.min(2 * lastNanos, MAX_NANOS)
                : Math.min(rules.duration().toNanos(), MAX_NANOS);
        failures = 0;
        failuresInARow.set(0);
        untilNanos = nowNanos + lastNanos;
        ever = true;
    }

    /** Returns the moment at which it returns. */
    long untilNanos() {
        return untilNanos;
    }

    boolean isOn(long nowNanos) {
        return ever && nowNanos - untilNanos < 0;
    }
}
