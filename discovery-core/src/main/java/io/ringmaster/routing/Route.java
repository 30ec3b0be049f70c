package io.ringmaster.routing;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who serves a key, and why.
 *
 * @param service the service
 * @param key the routing key
 * @param owner the instance that is called first, or null when none may be called
 * @param failover the ids of the others that may be called, in the order in which they are tried
 * @param skipped instances that come before the owner in the order of the key, and what speaks against each
 * @param reason the answer as a sentence
 */
public record Route(
        String service,
        String key,
        @Nullable Instance owner,
        List<String> failover,
        List<Skipped> skipped,
        String reason) {

    /**
     * An instance that was passed over.
     *
     * @param id its id
     * @param status what callers are told of it
     * @param objection what speaks against it
     */
    public record Skipped(String id, InstanceStatus status, Objection objection) {}
}
