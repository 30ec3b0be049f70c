package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far it has spread that callers shall leave an instance out.
 *
 * @param instance the instance
 * @param revision from which revision on callers leave it out
 * @param watchers how many live sessions watch its service, apart from its own
 * @param waitingFor those of them that have not said that they have applied that revision
 * @param inFlight how many requests the instance last said to be serving, or null if it has not said so lately
 */
public record Drain(
        Instance instance,
        Revision revision,
        int watchers,
        List<Watcher> waitingFor,
        @Nullable Integer inFlight) {

    public Drain {
        waitingFor = List.copyOf(waitingFor);
    }

    /** Whether nobody chooses the instance any more. */
    public boolean acknowledged() {
        return waitingFor.isEmpty();
    }
}
