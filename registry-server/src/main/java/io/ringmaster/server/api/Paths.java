package io.ringmaster.server.api;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Names;
import io.ringmaster.server.registry.Refusal;

/** The names in a path, checked. */
final class Paths {

    private Paths() {}

    static String service(String name) {
        return Refusal.INVALID_NAME.unlessLegal(() -> Names.service(name));
    }

    static InstanceKey instance(String service, String id) {
        return Refusal.INVALID_NAME.unlessLegal(() -> new InstanceKey(service, id));
    }
}
