package io.ringmaster.registration;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Where this application says whether it lives, on the port under which callers reach it. */
final class LivenessPath {

    private final Environment environment;
    private final boolean actuator;

    /**
     * @param actuator whether there are management endpoints
     */
    LivenessPath(Environment environment, boolean actuator) {
        this.environment = environment;
        this.actuator = actuator;
    }

    /** Returns the path, or null when there is none on that port. */
    @Nullable
    String find() {
        if (!actuator || !environment.getProperty("management.endpoint.health.probes.enabled", Boolean.class, true)) {
            return null;
        }
        String main = property("server.servlet.context-path", property("spring.webflux.base-path", ""))
                + property("spring.mvc.servlet.path", "");
        if (environment.getProperty("management.endpoint.health.probes.add-additional-paths", Boolean.class, false)) {
            return main + "/livez";
        }
        String managementPort = property("management.server.port", "");
        if (!managementPort.isEmpty() && !managementPort.equals(property("server.port", "8080"))) {
            return null;
        }
        String health = property("management.endpoints.web.path-mapping.health", "health");
        return main + property("management.endpoints.web.base-path", "/actuator") + "/" + health + "/liveness";
    }

    private String property(String name, String otherwise) {
        String value = environment.getProperty(name);
        return !StringUtils.hasText(value) ? otherwise : value.equals("/") ? "" : value;
    }
}
