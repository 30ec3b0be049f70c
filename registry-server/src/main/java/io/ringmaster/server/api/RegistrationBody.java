package io.ringmaster.server.api;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.server.registry.Actor;
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
     * @param by who registers; an instance that names no host is where he asks from
     */
    Claim claim(InstanceKey key, Actor by) {
        if (port == null) {
            throw new RefusedException(
                    Refusal.INVALID_INSTANCE, "The 'port' is missing. Name the one on which the instance listens.");
        }
        if (check != null && check.type() == null) {
            throw new RefusedException(
                    Refusal.INVALID_INSTANCE, "A 'check' needs a 'type'. Use 'tcp', 'http' or 'none'.");
        }
        return new Claim(
                key,
                scheme,
                host == null ? by.address() : host,
                port,
                zone,
                weight,
                metadata,
                ttlSeconds,
                check,
                session,
                incarnation,
                status,
                by);
    }
}
