package io.ringmaster.registration;

import io.ringmaster.model.Check;
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
 * @param enabled Whether to create the beans that register this application. Switch off to only look others up, or to
 *     leave registering to another registry client.
 * @param register Whether this application registers. When not, the beans exist and do nothing.
 * @param deregister Whether to leave the registry when the application stops, rather than let the lease lapse.
 * @param service Service name that callers use. Defaults to 'spring.application.name'.
 * @param instanceId Id of this instance within its service. Defaults to host, service and port, joined by colons.
 * @param host Host name or address under which callers reach this application. Found out when left out.
 * @param preferIpAddress Whether to register an address rather than a host name when 'host' is left out.
 * @param port Port under which callers reach this application. Defaults to the port of the web server. An application
 *     without a web server registers only when this is set.
 * @param scheme Scheme that callers must use. Defaults to 'https' when the web server has TLS, else callers choose.
 * @param zone Place where calls between instances are near, such as an availability zone.
 * @param weight Share of calls relative to other instances, from 0 to 1000.
 * @param slowStart Time from coming up until this instance gets its whole share of calls, in whole seconds up to 5m. Callers
 *     give it its keys step by step meanwhile, because a JVM is slow at first. 0s means at once.
 * @param metadata Free words about this instance for people, tools and routing.
 * @param initialStatus Status to report once the application is ready. OUT_OF_SERVICE keeps it out of rotation until
 *     somebody sets it to UP.
 * @param leaseTtl Time that the registry lists this instance without hearing from it, in whole seconds.
 * @param check How the registry may find out whether this application lives, when it has a reason to ask.
 * @param drainTimeout Time that a stopping application waits at most for its callers to acknowledge that they leave it out,
 *     in whole seconds up to 60s. It waits for nobody when nobody watches its service.
 * @param drainDelay Time that a stopping application goes on serving after they have, for calls that were on their way already.
 * @param reportHealth Whether a health of DOWN or OUT_OF_SERVICE of this application takes it out of rotation.
 * @param healthInterval Time between two looks at the health when it is reported.
 * @param reportLoad Whether to count the requests that this application is serving and to report the number with every
 *     heartbeat, so that callers can prefer an instance with less to do.
 * @param primary Whether this registration is the primary one where another registry client registers as well. The other
 *     one then still registers by its own means.
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
        @DefaultValue("0s") Duration slowStart,
        @DefaultValue Map<String, String> metadata,
        @DefaultValue("UP") InstanceStatus initialStatus,
        @DefaultValue("9s") Duration leaseTtl,
        @DefaultValue CheckProperties check,
        @DefaultValue("5s") Duration drainTimeout,
        @DefaultValue("500ms") Duration drainDelay,
        @DefaultValue("false") boolean reportHealth,
        @DefaultValue("5s") Duration healthInterval,
        @DefaultValue("true") boolean reportLoad,
        @DefaultValue("false") boolean primary) {

    /**
     * How the registry may ask.
     *
     * @param type What is asked: the connection alone, a path, or nothing. Defaults to the liveness of the actuator, where that
     *     is on the port that callers use, else to the connection.
     * @param path Path to ask for, which must answer below 500 while this application lives. Without a host, and as callers
     *     would write it.
     */
    public record CheckProperties(
            Check.@Nullable Type type, @Nullable String path) {}

    /**
     * @throws IllegalArgumentException if a duration or the initial status cannot be used; the message says what can
     */
    public RingmasterInstanceProperties {
        metadata = Map.copyOf(metadata);
        if (leaseTtl.toSeconds() < 3) {
            throw new IllegalArgumentException("ringmaster.instance.lease-ttl is " + leaseTtl.toMillis()
                    + " ms. Use 3s or more: a lease is renewed three times before it lapses, at most once per second.");
        }
        if (slowStart.isNegative() || slowStart.toMillis() > 300_000 || slowStart.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException("ringmaster.instance.slow-start is " + slowStart.toMillis()
                    + " ms. Use whole seconds up to 5m, or 0s to get all calls at once.");
        }
        if (drainTimeout.isNegative() || drainTimeout.toSeconds() > 60 || drainTimeout.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException("ringmaster.instance.drain-timeout is " + drainTimeout.toMillis()
                    + " ms. Use whole seconds up to 60s, or 0s to wait for nobody.");
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
