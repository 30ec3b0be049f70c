package io.ringmaster.discovery;

import io.ringmaster.model.Instance;
import io.ringmaster.model.Registration;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.DefaultServiceInstance;

/**
 * An instance as Spring Cloud sees it. Immutable. Equal to another when service, id, host and port are the same, so that
 * comparing costs nothing per call and an instance stays itself when its metadata change. It extends Spring's default only
 * because some of Spring's suppliers look for that type; its setters are refused.
 */
public final class RingmasterServiceInstance extends DefaultServiceInstance {

    private final Instance instance;
    private final URI uri;
    private final Map<String, String> metadata;
    private final int hash;

    private RingmasterServiceInstance(Instance instance, Map<String, String> metadata) {
        super(
                instance.id(),
                instance.registration().service(),
                bracketed(instance.registration().host()),
                instance.registration().port(),
                isSecure(instance.registration().scheme()),
                metadata);
        this.instance = instance;
        this.metadata = metadata;
        this.uri = instance.registration().endpoint().uri();
        this.hash = Objects.hash(
                instance.registration().service(),
                instance.id(),
                instance.registration().host(),
                instance.registration().port());
    }

    /** Returns the instance as Spring Cloud sees it. Its metadata are the claimed ones and {@code zone} and {@code weight}. */
    public static RingmasterServiceInstance of(Instance instance) {
        Registration claim = instance.registration();
        Map<String, String> metadata = new TreeMap<>(claim.metadata());
        if (claim.zone() != null) {
            metadata.put("zone", claim.zone());
        }
        metadata.put("weight", weight(instance.effectiveWeight()));
        return new RingmasterServiceInstance(instance, Collections.unmodifiableMap(metadata));
    }

    /** Returns what the registry lists. */
    public Instance instance() {
        return instance;
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public Map<String, String> getMetadata() {
        return metadata;
    }

    /**
     * Returns the scheme that the instance declared. Null when it left the choice to its callers, so that theirs, such as
     * {@code ws}, is kept.
     */
    @Override
    public @Nullable String getScheme() {
        return instance.registration().scheme();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RingmasterServiceInstance that
                        && hash == that.hash
                        && instance.id().equals(that.instance.id())
                        && endpoint().equals(that.endpoint())
                        && getServiceId().equals(that.getServiceId());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return getServiceId() + "/" + getInstanceId() + " at " + uri;
    }

    @Override
    public void setInstanceId(String instanceId) {
        throw immutable();
    }

    @Override
    public void setServiceId(String serviceId) {
        throw immutable();
    }

    @Override
    public void setHost(String host) {
        throw immutable();
    }

    @Override
    public void setPort(int port) {
        throw immutable();
    }

    @Override
    public void setSecure(boolean secure) {
        throw immutable();
    }

    @Override
    public void setUri(URI uri) {
        throw immutable();
    }

    private String endpoint() {
        return uri.getRawAuthority();
    }

    private static UnsupportedOperationException immutable() {
        return new UnsupportedOperationException("An instance of the registry is immutable.");
    }

    private static boolean isSecure(@Nullable String scheme) {
        return "https".equals(scheme) || "wss".equals(scheme);
    }

    /** Callers build URIs from host and port without looking, and a bare IPv6 literal would break them. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Spring's weighted supplier reads whole numbers only. */
    private static String weight(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
    }
}
