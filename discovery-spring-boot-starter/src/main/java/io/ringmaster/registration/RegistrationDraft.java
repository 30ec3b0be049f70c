package io.ringmaster.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this application is about to claim, for a {@link RegistrationCustomizer} to change. Used by one thread. */
public final class RegistrationDraft {

    private final String service;
    private final int port;
    private @Nullable String instanceId;
    private @Nullable String scheme;
    private @Nullable String zone;
    private String host;
    private double weight;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    RegistrationDraft(String service, String host, int port) {
        this.service = service;
        this.host = host;
        this.port = port;
    }

    /** Returns the name of the service. */
    public String service() {
        return service;
    }

    /** Returns the port under which callers reach this application. */
    public int port() {
        return port;
    }

    /** Returns the host under which callers reach this application. */
    public String host() {
        return host;
    }

    /** Sets the host under which callers reach this application. */
    public RegistrationDraft host(String newHost) {
        this.host = newHost;
        return this;
    }

    /** Returns the id of the instance, or null when it shall be made of host, service and port. */
    public @Nullable String instanceId() {
        return instanceId;
    }

    /** Sets the id of the instance; null makes it of host, service and port. */
    public RegistrationDraft instanceId(@Nullable String newInstanceId) {
        this.instanceId = newInstanceId;
        return this;
    }

    /** Returns the scheme that callers must use, or null when it is theirs to choose. */
    public @Nullable String scheme() {
        return scheme;
    }

    /** Sets the scheme that callers must use; null leaves the choice to them. */
    public RegistrationDraft scheme(@Nullable String newScheme) {
        this.scheme = newScheme;
        return this;
    }

    /** Returns the zone, or null. */
    public @Nullable String zone() {
        return zone;
    }

    /** Sets the zone. */
    public RegistrationDraft zone(@Nullable String newZone) {
        this.zone = newZone;
        return this;
    }

    /** Returns the weight. */
    public double weight() {
        return weight;
    }

    /** Sets the weight, 0 to 1000. */
    public RegistrationDraft weight(double newWeight) {
        this.weight = newWeight;
        return this;
    }

    /** Returns the metadata, to be changed in place. */
    public Map<String, String> metadata() {
        return metadata;
    }
}
