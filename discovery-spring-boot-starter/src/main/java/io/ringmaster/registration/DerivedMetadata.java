package io.ringmaster.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The metadata that other tools read, such as Spring Boot Admin, where the application differs from what they would guess.
 */
final class DerivedMetadata {

    private final Environment environment;
    private final boolean management;

    /**
     * @param management whether to say where the management endpoints are
     */
    DerivedMetadata(Environment environment, boolean management) {
        this.environment = environment;
        this.management = management;
    }

    Map<String, String> of(@Nullable Integer managementPort) {
        Map<String, String> metadata = new LinkedHashMap<>();
        put(metadata, "contextPath", property("server.servlet.context-path", "spring.webflux.base-path"));
        if (management) {
            put(metadata, "management.port", managementPort == null ? null : managementPort.toString());
            put(metadata, "management.address", managementPort == null ? null : property("management.server.address"));
            String base = property("management.server.base-path");
            String endpoints = property("management.endpoints.web.base-path");
            if (base != null || endpoints != null) {
                put(
                        metadata,
                        "management.context-path",
                        (base == null ? "" : base) + (endpoints == null ? "/actuator" : endpoints));
            }
            put(metadata, "health.path", property("management.endpoints.web.path-mapping.health"));
        }
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    private @Nullable String property(String... names) {
        for (String name : names) {
            String value = environment.getProperty(name);
            if (StringUtils.hasText(value) && !value.equals("/")) {
                return value;
            }
        }
        return null;
    }
}
