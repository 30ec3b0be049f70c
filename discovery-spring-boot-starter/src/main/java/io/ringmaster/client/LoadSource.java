package io.ringmaster.client;

import org.jspecify.annotations.Nullable;

/** Tells the load of this process, which every beat reports for each instance that the process has listed. */
@FunctionalInterface
public interface LoadSource {

    /** Says nothing. */
    LoadSource NONE = () -> null;

    /**
     * Returns how many requests this process is serving now, 0 or more; null if it does not say, then nothing is reported.
     * Called once per beat by the thread of the session, so it must not block.
     */
    @Nullable
    Integer inFlight();
}
