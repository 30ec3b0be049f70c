package io.ringmaster.server.eureka;

import io.ringmaster.model.InstanceKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names of Eureka in ours. An application may have an underscore or a dot in its name there; callers use the name of a
 * service as the host of a URI here, so each becomes a hyphen.
 */
final class EurekaNames {

    private EurekaNames() {}

    /** Returns the service of an application; it need not be a legal name. */
    static String service(String app) {
        return app.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+|-+$", "");
    }

    /** Returns the key of an instance, or null if no instance can have it. */
    static @Nullable InstanceKey key(String app, String id) {
        try {
            return new InstanceKey(service(app), id);
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }
}
