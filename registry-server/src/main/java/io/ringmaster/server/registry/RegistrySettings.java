package io.ringmaster.server.registry;

import java.time.Duration;

/**
 * How a registry behaves and where it ends.
 *
 * @param defaultTtl the term of a lease when an instance does not ask for one, in whole seconds
 * @param settlingTime how long after its start the registry may not know instances that live
 * @param protection when silent instances are protected
 * @param maxServices how many services it knows at most
 * @param maxInstances how many instances it lists at most
 * @param maxSessions how many client processes it follows at most
 * @param maxInstancesPerIdentity how many instances it lists at most of one identity that may not do everything
 * @param maxSessionsPerIdentity how many client processes it follows at most of such an identity
 * @param maxMetadataBytes how many bytes the metadata of one instance may have
 */
public record RegistrySettings(
        Duration defaultTtl,
        Duration settlingTime,
        ProtectionRules protection,
        int maxServices,
        int maxInstances,
        int maxSessions,
        int maxInstancesPerIdentity,
        int maxSessionsPerIdentity,
        int maxMetadataBytes) {

    /** Creates settings where one identity may have as much as all together. */
    public RegistrySettings(
            Duration defaultTtl,
            Duration settlingTime,
            ProtectionRules protection,
            int maxServices,
            int maxInstances,
            int maxSessions) {
        this(
                defaultTtl,
                settlingTime,
                protection,
                maxServices,
                maxInstances,
                maxSessions,
                maxInstances,
                maxSessions,
                Integer.MAX_VALUE);
    }

    int defaultTtlSeconds() {
        return (int) defaultTtl.toSeconds();
    }
}
