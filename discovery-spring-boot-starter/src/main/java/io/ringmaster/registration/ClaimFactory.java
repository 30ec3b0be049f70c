package io.ringmaster.registration;

import io.ringmaster.model.Check;
import io.ringmaster.model.Names;
import io.ringmaster.model.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes what this application claims out of its properties, its environment and the port that is known only once the web
 * server is bound.
 */
final class ClaimFactory {

    private final Environment environment;
    private final AddressChoice addresses;
    private final DerivedMetadata derivedMetadata;
    private final LivenessPath livenessPath;
    private final List<RegistrationCustomizer> customizers;
    private final String session;
    private final long incarnation;

    ClaimFactory(
            Environment environment,
            AddressChoice addresses,
            DerivedMetadata derivedMetadata,
            LivenessPath livenessPath,
            List<RegistrationCustomizer> customizers,
            String session,
            long incarnation) {
        this.environment = environment;
        this.addresses = addresses;
        this.derivedMetadata = derivedMetadata;
        this.livenessPath = livenessPath;
        this.customizers = List.copyOf(customizers);
        this.session = session;
        this.incarnation = incarnation;
    }

    /** Returns the service name as it is configured, legal or not; null when there is none. */
    @Nullable
    String configuredService(RingmasterInstanceProperties properties) {
        String own = properties.service();
        String name = StringUtils.hasText(own) ? own : environment.getProperty("spring.application.name");
        return StringUtils.hasText(name) ? name : null;
    }

    /** Returns the host, which may take a moment to find out. */
    String host(RingmasterInstanceProperties properties) {
        return addresses.host(properties);
    }

    /**
     * Returns the claim.
     *
     * @param port the bound port
     * @param managementPort the port of a management server of its own, or null
     * @param keepId the id that this instance already has, or null
     * @throws IllegalRegistrationException if something that is configured cannot be claimed
     */
    Registration claim(
            RingmasterInstanceProperties properties,
            int port,
            @Nullable Integer managementPort,
            @Nullable String keepId) {
        int announced = properties.port() != null ? properties.port() : port;
        RegistrationDraft draft = new RegistrationDraft(service(properties), host(properties), announced)
                .instanceId(configuredId(properties))
                .scheme(properties.scheme() != null ? properties.scheme() : declaredScheme())
                .zone(properties.zone())
                .weight(properties.weight());
        draft.metadata().putAll(derivedMetadata.of(managementPort));
        if (!properties.slowStart().isZero()) {
            draft.metadata()
                    .put(
                            Registration.SLOW_START,
                            Long.toString(properties.slowStart().toSeconds()));
        }
        draft.metadata().putAll(properties.metadata());
        customizers.forEach(customizer -> customizer.customize(draft));
        String id = keepId != null ? keepId : draft.instanceId();
        try {
            return new Registration(
                    draft.service(),
                    id != null ? id : defaultId(draft),
                    draft.scheme(),
                    draft.host(),
                    draft.port(),
                    draft.zone(),
                    draft.weight(),
                    draft.metadata(),
                    (int) properties.leaseTtl().toSeconds(),
                    check(properties.check()),
                    session,
                    incarnation);
        } catch (IllegalArgumentException illegal) {
            throw new IllegalRegistrationException(
                    "This application cannot be registered. " + illegal.getMessage(),
                    "Correct the property under 'ringmaster.instance' that says so, or set"
                            + " ringmaster.instance.register=false to only look others up.");
        }
    }

    private Check check(RingmasterInstanceProperties.CheckProperties configured) {
        String path = configured.path();
        Check.Type type = configured.type();
        if (path == null && type != Check.Type.TCP && type != Check.Type.NONE && !wantsCertificates()) {
            path = livenessPath.find();
        }
        return new Check(type != null ? type : path == null ? Check.Type.TCP : Check.Type.HTTP, path);
    }

    /** The registry has none to show, so it would never get as far as a path. */
    private boolean wantsCertificates() {
        return "need".equalsIgnoreCase(environment.getProperty("server.ssl.client-auth"));
    }

    private String service(RingmasterInstanceProperties properties) {
        String name = configuredService(properties);
        if (name == null) {
            throw new IllegalRegistrationException(
                    "This application cannot be registered because it has no name.",
                    "Set spring.application.name to the name that callers shall use, such as 'inventory', or set"
                            + " ringmaster.instance.register=false to only look others up.");
        }
        try {
            return Names.service(name);
        } catch (IllegalArgumentException illegal) {
            throw new IllegalRegistrationException(
                    "This application cannot be registered. " + illegal.getMessage(),
                    "Change spring.application.name, or set ringmaster.instance.service to a legal name and leave the"
                            + " other as it is.");
        }
    }

    private @Nullable String configuredId(RingmasterInstanceProperties properties) {
        String own = properties.instanceId();
        String id = StringUtils.hasText(own) ? own : environment.getProperty("vcap.application.instance_id");
        return StringUtils.hasText(id) ? id : null;
    }

    /** The bound port is part of it, so that three instances with {@code server.port=0} on one host have three ids. */
    private String defaultId(RegistrationDraft draft) {
        String last = environment.getProperty("spring.application.instance_id", Integer.toString(draft.port()));
        return draft.host() + ":" + draft.service() + ":" + last;
    }

    private @Nullable String declaredScheme() {
        boolean configured = environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.key-store")
                || environment.containsProperty("server.ssl.certificate");
        return configured && environment.getProperty("server.ssl.enabled", Boolean.class, true) ? "https" : null;
    }
}
