package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import java.time.Instant;

/**
 * An instance as a client is told of it.
 *
 * @param instance the instance, or what it was last
 * @param action what happened to it
 * @param at when, as far as it was noticed
 */
record Told(Instance instance, Action action, Instant at) {

    /** What happened to an instance, in the words of the wire. */
    enum Action {
        ADDED,
        MODIFIED,
        DELETED
    }
}
