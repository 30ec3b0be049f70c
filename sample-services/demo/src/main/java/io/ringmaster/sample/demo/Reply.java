package io.ringmaster.sample.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call to orders went.
 *
 * @param customer whose call it was
 * @param startedNanos when it began, on the monotonic clock
 * @param took how long it took
 * @param servedBy the instance of inventory that answered, or null if the call failed
 * @param hit whether that instance had the customer's offer in memory
 * @param failure what went wrong, or null
 */
record Reply(
        String customer,
        long startedNanos,
        Duration took,
        @Nullable String servedBy,
        boolean hit,
        @Nullable String failure) {

    boolean failed() {
        return failure != null;
    }
}
