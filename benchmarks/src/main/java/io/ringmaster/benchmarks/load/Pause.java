package io.ringmaster.benchmarks.load;

import java.time.Duration;

/** Waiting, where the clock itself is what is waited for. */
final class Pause {

    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
