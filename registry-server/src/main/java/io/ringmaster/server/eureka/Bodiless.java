package io.ringmaster.server.eureka;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.function.Consumer;
import org.springframework.http.ResponseEntity;

/**
 * Answers that are a status and nothing else. A 404 makes a client register again, and one with a body has kept clients from
 * doing so.
 */
final class Bodiless {

    static final ResponseEntity<Void> OK = ResponseEntity.ok().build();
    static final ResponseEntity<Void> NOT_FOUND = ResponseEntity.notFound().build();

    private Bodiless() {}

    /** Does something about an instance; returns 200, or 404 if it is not listed. */
    static ResponseEntity<Void> about(String app, String id, Consumer<InstanceKey> command) {
        InstanceKey key = EurekaNames.key(app, id);
        if (key == null) {
            return NOT_FOUND;
        }
        try {
            command.accept(key);
            return OK;
        } catch (RefusedException refused) {
            if (refused.refusal() == Refusal.UNKNOWN_INSTANCE) {
                return NOT_FOUND;
            }
            throw refused;
        }
    }
}
