package io.ringmaster.model;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an instance claims of itself.
 *
 * @param service the name callers use, in lower case
 * @param id the id of the instance, unique within its service
 * @param scheme {@code http}, {@code https} or another, or null when callers shall choose
 * @param host a DNS name or an address literal
 * @param port 1 to 65535
 * @param zone a place where calls are near, or null
 * @param weight its share of calls relative to others; 0 means none
 * @param metadata free words for people and tools, sorted by key, never null
 * @param ttlSeconds how long it stays listed without a renewal; 0 means until it is deregistered
 * @param check how the registry may find out whether it lives
 * @param session the client process that holds its lease, or null
 * @param incarnation which process of this id it is; the higher one wins
 */
public record Registration(
        String service,
        String id,
        @Nullable String scheme,
        String host,
        int port,
        @Nullable String zone,
        double weight,
        Map<String, String> metadata,
        int ttlSeconds,
        Check check,
        @Nullable String session,
        long incarnation) {

    /** The metadata key by which an instance may declare what its place on the ring derives from. */
    public static final String RING_IDENTITY = "ring-identity";

    /**
     * The metadata key by which an instance may declare how many seconds after it came up it gets its whole share of calls; a
     * whole number, up to 300.
     */
    public static final String SLOW_START = "slow-start";

    private static final int MAX_METADATA_ENTRIES = 64;
    private static final int MAX_METADATA_KEY = 128;
    private static final int MAX_METADATA_VALUE = 4096;
    private static final int MAX_ZONE = 64;
    private static final int MAX_TTL_SECONDS = 86_400;

    /**
     * @throws IllegalArgumentException if a claim is not legal; the message names it and says what a legal one looks like
     */
    public Registration {
        service = Words.shared(Names.service(service));
        id = Names.instanceId(id);
        if (scheme != null && !Names.isScheme(scheme)) {
            throw new IllegalArgumentException(
                    "The scheme '" + Names.shown(scheme) + "' is not legal. Use 'http', 'https', or leave it out.");
        }
        host = checkHost(host);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port " + port + " is not legal. Use 1 to 65535.");
        }
        if (zone != null && !Names.isVisible(zone, 1, MAX_ZONE)) {
            throw new IllegalArgumentException("The zone '" + Names.shown(zone)
                    + "' is not legal. Use 1 to 64 visible ASCII characters, such as 'eu-west-1a'.");
        }
        scheme = scheme == null ? null : Words.shared(scheme);
        zone = zone == null ? null : Words.shared(zone);
        checkWeight(weight);
        metadata = checkMetadata(metadata);
        if (ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS) {
            throw new IllegalArgumentException("ttlSeconds is " + ttlSeconds + ". Use 1 to " + MAX_TTL_SECONDS
                    + ", or 0 for an instance that stays until it is deregistered.");
        }
        if (check == null) {
            check = Check.TCP;
        }
        if (session != null) {
            session = Names.session(session);
        }
        if (incarnation < 0) {
            throw new IllegalArgumentException("The incarnation " + incarnation
                    + " is negative. Use the start time of the " + "process in milliseconds, or leave it out.");
        }
    }

    /** Returns the key of the instance. */
    public InstanceKey key() {
        return new InstanceKey(service, id);
    }

    Registration with(Map<String, String> words) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.putAll(words);
        return new Registration(
                service, id, scheme, host, port, zone, weight, all, ttlSeconds, check, session, incarnation);
    }

    /** Returns where the instance can be reached. */
    public Endpoint endpoint() {
        return new Endpoint(scheme, host, port);
    }

    /** Returns the term of the lease; zero for a persistent instance. */
    public Duration ttl() {
        return Duration.ofSeconds(ttlSeconds);
    }

    /**
     * Returns what the place on the ring derives from: the metadata entry {@value #RING_IDENTITY}, else the id; an empty
     * entry counts as none. An instance whose id changes with each start declares one, so that its keys come home.
     */
    public String ringIdentity() {
        String declared = metadata.getOrDefault(RING_IDENTITY, "");
        return declared.isEmpty() ? id : declared;
    }

    static void checkWeight(double weight) {
        if (!(weight >= 0 && weight <= 1000)) {
            throw new IllegalArgumentException("The weight " + weight + " is not legal. Use 0 to 1000; 1 is usual.");
        }
    }

    private static String checkHost(@Nullable String host) {
        String bare = host != null && host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
        if (bare == null || !Names.isHost(bare)) {
            throw new IllegalArgumentException("The host '" + Names.shown(host)
                    + "' is not legal. Use a DNS name or an address, such as 'orders-1.internal' or '10.0.0.7'.");
        }
        return bare;
    }

    private static Map<String, String> checkMetadata(@Nullable Map<String, String> metadata) {
        if (metadata == null || metadata.isEmpty()) {
            return Map.of();
        }
        if (metadata.size() > MAX_METADATA_ENTRIES) {
            throw new IllegalArgumentException("The metadata have " + metadata.size() + " entries. Up to "
                    + MAX_METADATA_ENTRIES + " are allowed.");
        }
        TreeMap<String, String> sorted = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key == null || !Names.isVisible(key, 1, MAX_METADATA_KEY)) {
                throw new IllegalArgumentException("The metadata key '" + Names.shown(key) + "' is not legal. Use 1 to "
                        + MAX_METADATA_KEY + " visible ASCII characters.");
            }
            if (value == null
                    || value.length() > MAX_METADATA_VALUE
                    || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "The value of the metadata key '" + key + "' is not legal. Use up to " + MAX_METADATA_VALUE
                                + " characters without control characters.");
            }
            sorted.put(key, value);
        });
        return Words.sorted(sorted);
    }
}
