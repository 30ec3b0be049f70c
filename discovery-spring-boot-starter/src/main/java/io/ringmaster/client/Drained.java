package io.ringmaster.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who still chooses an instance that drains.
 *
 * @param acknowledged whether nobody does
 * @param watchers how many live processes watch its service
 * @param waitingFor those that have not said that they leave it out
 */
public record Drained(boolean acknowledged, int watchers, List<Waiting> waitingFor) {

    public Drained {
        waitingFor = waitingFor == null ? List.of() : List.copyOf(waitingFor);
    }

    /**
     * A process that watches, or a node of the registry that has not said who does.
     *
     * @param node the node that it watches at, or null if that is the one that was asked
     * @param session its session, or null if it is the node
     * @param application who it is, or null if it did not say
     */
    public record Waiting(
            @Nullable String node,
            @Nullable String session,
            @Nullable String application) {}
}
