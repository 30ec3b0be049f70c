package io.ringmaster.model;

import java.time.Instant;
import java.util.Map;

/** Instances for tests, all registered at one time. */
public final class TestInstances {

    public static final Instant REGISTERED = Instant.parse("2026-11-24T21:59:00Z");

    private TestInstances() {}

    /** Returns an instance of {@code inventory} that is up. */
    public static Instance up(String id) {
        return of(registration(id, Map.of()), InstanceStatus.UP);
    }

    /** Returns an instance of {@code inventory} that reports this. */
    public static Instance reporting(String id, InstanceStatus status) {
        return of(registration(id, Map.of()), status);
    }

    /** Returns an instance that is up and declares what its place on the ring derives from. */
    public static Instance withRingIdentity(String id, String identity, Instant registeredAt) {
        Registration claim = registration(id, Map.of(Registration.RING_IDENTITY, identity));
        return new Instance(claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, registeredAt, registeredAt);
    }

    /** Returns a claim to be an instance of {@code inventory}. */
    public static Registration registration(String id, Map<String, String> metadata) {
        return new Registration(
                "inventory", id, null, "10.0.0.7", 8080, null, 1, metadata, 9, Check.TCP, null, 1764021600000L);
    }

    private static Instance of(Registration claim, InstanceStatus reported) {
        return new Instance(claim, reported, null, ObservedHealth.PASSING, null, REGISTERED, REGISTERED);
    }
}
