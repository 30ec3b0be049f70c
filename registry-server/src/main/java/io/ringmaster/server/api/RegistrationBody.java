package io.ringmaster.server.api;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a registration; everything but the port may be left out. */
record RegistrationBody(
        @Nullable String scheme,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String zone,
        @Nullable Double weight,
        @Nullable Map<String, String> metadata,
        @Nullable Integer ttlSeconds,
        @Nullable Check check,
        @Nullable String session,
        @Nullable Long incarnation,
        @Nullable InstanceStatus status) {

    /**
     * @param from the address literal of the caller, which is also the host of an instance that names none
     */
    Claim claim(InstanceKey key, String from) {
        if (port == null) {
            throw new RefusedException(
                    Refusal.INVALID_INSTANCE, "The 'port' is missing. Name the one on which the instance listens.");
        }
        return new Claim(
                key,
                scheme,
                host == null ? from : host,
                port,
                zone,
                weight,
                metadata,
                ttlSeconds,
                check,
                session,
                incarnation,
                status,
                from);
    }
}
