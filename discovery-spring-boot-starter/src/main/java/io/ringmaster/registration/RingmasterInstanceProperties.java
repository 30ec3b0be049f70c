package io.ringmaster.registration;

import io.ringmaster.model.InstanceStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this application registers, and when. Immutable: a changed environment makes a new one, see
 * {@link RingmasterAutoServiceRegistration}.
 *
 * @param enabled whether to create the beans that register this application; switch off to only look others up, or to
 *     leave registering to another registry client
 * @param register whether this application registers; when not, the beans exist and do nothing
 * @param deregister whether to leave the registry when the application stops, rather than let the lease lapse
 * @param service service name that callers use; spring.application.name when left out
 * @param instanceId id of this instance within its service; host, service and port joined by colons when left out
 * @param host host name or address under which callers reach this application; found out when left out
 * @param preferIpAddress whether to register an address rather than a host name when 'host' is left out
 * @param port port under which callers reach this application; the port of the web server when left out. An application
 *     without a web server registers only when this is set
 * @param scheme scheme that callers must use; 'https' when the web server has TLS, else left to the caller
 * @param zone place where calls between instances are near, such as an availability zone
 * @param weight share of calls relative to other instances; 0 to 1000
 * @param metadata free words about this instance for people, tools and routing
 * @param initialStatus status to report once the application is ready; OUT_OF_SERVICE keeps it out of rotation until
 *     somebody sets it to UP
 * @param leaseTtl how long the registry lists this instance without hearing from it, in whole seconds
 * @param drainDelay how long a stopping application goes on serving after it has told the registry that it drains, so that
 *     callers have heard it before the web server stops accepting
 * @param reportHealth whether a health of DOWN or OUT_OF_SERVICE of this application takes it out of rotation
 * @param healthInterval how often to ask for the health when it is reported
 * @param primary whether this registration is the primary one where another registry client registers as well; the other
 *     one then still registers by its own means
 */
@ConfigurationProperties("ringmaster.instance")
public record RingmasterInstanceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean register,
        @DefaultValue("true") boolean deregister,
        @Nullable String service,
        @Nullable String instanceId,
        @Nullable String host,
        @DefaultValue("true") boolean preferIpAddress,
        @Nullable Integer port,
        @Nullable String scheme,
        @Nullable String zone,
        @DefaultValue("1") double weight,
        @DefaultValue Map<String, String> metadata,
        @DefaultValue("UP") InstanceStatus initialStatus,
        @DefaultValue("9s") Duration leaseTtl,
        @DefaultValue("500ms") Duration drainDelay,
        @DefaultValue("false") boolean reportHealth,
        @DefaultValue("5s") Duration healthInterval,
        @DefaultValue("false") boolean primary) {

    /**
     * @throws IllegalArgumentException if a duration or the initial status cannot be used; the message says what can
     */
    public RingmasterInstanceProperties {
        metadata = Map.copyOf(metadata);
        if (leaseTtl.toSeconds() < 3) {
            throw new IllegalArgumentException("ringmaster.instance.lease-ttl is " + leaseTtl.toMillis()
                    + " ms. Use 3s or more: a lease is renewed three times before it lapses, at most once per second.");
        }
        if (drainDelay.isNegative()) {
            throw new IllegalArgumentException("ringmaster.instance.drain-delay is negative. Use 0s to leave at once.");
        }
        if (healthInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "ringmaster.instance.health-interval is " + healthInterval.toMillis() + " ms. Use 100ms or more.");
        }
        if (!initialStatus.reportable()) {
            throw new IllegalArgumentException("ringmaster.instance.initial-status is " + initialStatus
                    + ", which only the registry can say. Use UP or OUT_OF_SERVICE.");
        }
    }
}
