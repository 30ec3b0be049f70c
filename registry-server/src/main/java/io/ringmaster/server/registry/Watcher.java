package io.ringmaster.server.registry;

import io.ringmaster.model.Revision;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One open stream and what is known of its reader.
 *
 * @param session the client process, or null when it did not say
 * @param application its name for people, or null when it did not say
 * @param services what it watches; empty means everything
 * @param since when the stream was opened
 * @param applied the revision it said it has applied, or null when it did not say
 */
public record Watcher(
        @Nullable String session,
        @Nullable String application,
        Set<String> services,
        Instant since,
        @Nullable Revision applied) {

    /** Whether it is told of the changes of a service. */
    public boolean watches(String service) {
        return services.isEmpty() || services.contains(service);
    }

    /** Whether it has said that it has applied a revision of this node. */
    boolean hasApplied(Revision revision) {
        return applied != null && applied.epoch().equals(revision.epoch()) && applied.number() >= revision.number();
    }
}
