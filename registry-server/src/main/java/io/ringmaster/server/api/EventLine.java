package io.ringmaster.server.api;

import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.RegistryEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it is told to clients. */
record EventLine(
        Instant at,
        Revision revision,
        String service,
        String instance,
        RegistryEvent.Kind event,
        @Nullable InstanceStatus was,
        @Nullable InstanceStatus status,
        @Nullable String cause,
        @Nullable String by,
        @Nullable String from) {

    static EventLine of(RegistryEvent event) {
        return new EventLine(
                event.at(),
                event.revision(),
                event.key().service(),
                event.key().id(),
                event.kind(),
                event.was(),
                event.status(),
                event.cause(),
                event.by(),
                event.from());
    }
}
