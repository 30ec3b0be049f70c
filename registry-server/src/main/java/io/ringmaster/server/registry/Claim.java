package io.ringmaster.server.registry;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to register. What it leaves out is null and filled in by the registry, since some of it depends on
 * what is listed.
 *
 * @param key which instance
 * @param scheme see {@link Registration}
 * @param host see {@link Registration}
 * @param port see {@link Registration}
 * @param zone see {@link Registration}
 * @param weight 1 when left out
 * @param metadata none when left out
 * @param ttlSeconds the registry's default when left out
 * @param check a TCP connection when left out
 * @param session the client process, or null
 * @param incarnation that of the listed instance when left out, or 0 when none is listed
 * @param status what the instance says of itself; UP when left out
 * @param by who asks
 */
public record Claim(
        InstanceKey key,
        @Nullable String scheme,
        String host,
        int port,
        @Nullable String zone,
        @Nullable Double weight,
        @Nullable Map<String, String> metadata,
        @Nullable Integer ttlSeconds,
        @Nullable Check check,
        @Nullable String session,
        @Nullable Long incarnation,
        @Nullable InstanceStatus status,
        Actor by) {

    InstanceStatus reported() {
        return status == null ? InstanceStatus.UP : status;
    }

    /**
     * @throws IllegalArgumentException if the claim is not legal
     */
    Registration registration(int defaultTtlSeconds, long listedIncarnation) {
        if (!reported().reportable()) {
            throw new IllegalArgumentException("An instance cannot say of itself that it is " + status
                    + ". Use STARTING, UP, DRAINING, OUT_OF_SERVICE or DOWN.");
        }
        return new Registration(
                key.service(),
                key.id(),
                scheme,
                host,
                port,
                zone,
                weight == null ? 1 : weight,
                metadata == null ? Map.of() : metadata,
                ttlSeconds == null ? defaultTtlSeconds : ttlSeconds,
                check == null ? Check.TCP : check,
                session,
                incarnation == null ? listedIncarnation : incarnation);
    }
}
