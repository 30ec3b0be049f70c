package io.ringmaster.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All instances of one service at one revision: the answer to a list request and the content of a {@code snapshot} event.
 *
 * @param service the name
 * @param known whether the registry has ever heard of it; an unknown service has no instances
 * @param revision the revision of the catalog it was read from
 * @param digest an opaque word for the content: equal digests mean equal instances; null in a filtered list
 * @param instances the instances, sorted by id
 */
public record ServiceSnapshot(
        String service,
        boolean known,
        Revision revision,
        @Nullable String digest,
        List<Instance> instances) {

    public ServiceSnapshot {
        instances = List.copyOf(instances);
    }
}
