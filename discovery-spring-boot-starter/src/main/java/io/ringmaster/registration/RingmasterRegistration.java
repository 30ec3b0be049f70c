package io.ringmaster.registration;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.core.env.Environment;

/**
 * This application as it registers. Until the web server is bound its port is 0 and it has no id; from the
 * {@code InstancePreRegisteredEvent} on everything is known. Any thread may read it.
 */
public final class RingmasterRegistration implements Registration {

    private final ClaimFactory claims;
    private final StatusOfItself status;

    /** Written by the auto-registration, which is told one event at a time. */
    private volatile RingmasterInstanceProperties properties;

    private volatile io.ringmaster.model.@Nullable Registration claim;

    /**
     * What the claim depends on besides the properties.
     *
     * @param inetUtils finds the address; asked only when it is needed
     * @param registryOnThisMachineOnly whether the registry is for this machine alone
     * @param actuator whether there are management endpoints
     * @param management whether to say where they are
     * @param customizers what users want changed, in order
     * @param session the session that holds the lease
     * @param incarnation which process this is: its start in milliseconds
     */
    public record Surroundings(
            Supplier<InetUtils> inetUtils,
            BooleanSupplier registryOnThisMachineOnly,
            boolean actuator,
            boolean management,
            List<RegistrationCustomizer> customizers,
            String session,
            long incarnation) {}

    public RingmasterRegistration(
            RingmasterInstanceProperties properties, Environment environment, Surroundings surroundings) {
        this.claims = new ClaimFactory(
                environment,
                new AddressChoice(environment, surroundings.inetUtils(), surroundings.registryOnThisMachineOnly()),
                new DerivedMetadata(environment, surroundings.actuator() && surroundings.management()),
                new LivenessPath(environment, surroundings.actuator()),
                surroundings.customizers(),
                surroundings.session(),
                surroundings.incarnation());
        this.properties = properties;
        this.status = new StatusOfItself(properties.initialStatus());
    }

    /** Returns what is claimed, or null until the web server is bound. */
    public io.ringmaster.model.@Nullable Registration claim() {
        return claim;
    }

    RingmasterInstanceProperties properties() {
        return properties;
    }

    StatusOfItself status() {
        return status;
    }

    /**
     * Claims these properties with this port; keeps the id once there is one.
     *
     * @return whether anything is claimed now that was not before
     * @throws IllegalRegistrationException if that cannot be claimed; then the claim stays what it was
     */
    boolean bind(RingmasterInstanceProperties newProperties, int port, @Nullable Integer managementPort) {
        io.ringmaster.model.Registration before = claim;
        io.ringmaster.model.Registration next =
                claims.claim(newProperties, port, managementPort, before == null ? null : before.id());
        properties = newProperties;
        claim = next;
        return !next.equals(before);
    }

    @Override
    public @Nullable String getInstanceId() {
        io.ringmaster.model.Registration bound = claim;
        return bound == null ? null : bound.id();
    }

    @Override
    public String getServiceId() {
        io.ringmaster.model.Registration bound = claim;
        if (bound != null) {
            return bound.service();
        }
        String configured = claims.configuredService(properties);
        return configured == null ? "application" : configured;
    }

    /** Returns the host as it stands in a URI, an IPv6 address in brackets. */
    @Override
    public String getHost() {
        io.ringmaster.model.Registration bound = claim;
        String host = bound == null ? claims.host(properties) : bound.host();
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    @Override
    public int getPort() {
        io.ringmaster.model.Registration bound = claim;
        return bound == null ? 0 : bound.port();
    }

    @Override
    public boolean isSecure() {
        return "https".equals(getScheme());
    }

    @Override
    public URI getUri() {
        String scheme = getScheme();
        return URI.create((scheme == null ? "http" : scheme) + "://" + getHost() + ":" + getPort());
    }

    @Override
    public @Nullable String getScheme() {
        io.ringmaster.model.Registration bound = claim;
        return bound == null ? properties.scheme() : bound.scheme();
    }

    @Override
    public Map<String, String> getMetadata() {
        io.ringmaster.model.Registration bound = claim;
        return bound == null ? properties.metadata() : bound.metadata();
    }

    @Override
    public String toString() {
        return getServiceId() + "/" + getInstanceId() + " at " + getHost() + ":" + getPort();
    }
}
