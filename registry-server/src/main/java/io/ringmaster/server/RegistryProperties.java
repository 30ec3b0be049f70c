package io.ringmaster.server;

import io.ringmaster.model.Names;
import io.ringmaster.server.registry.ProtectionPolicy;
import io.ringmaster.server.registry.ProtectionRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set about the registry itself; each feature has properties of its own beside these.
 *
 * @param settlingTime Time after the start during which instances that live may not have come back yet. Clients keep what
 *     they knew until it is over.
 * @param changeLogCapacity Number of changes kept for watchers that come back.
 * @param historyCapacity Number of events kept for people to look at.
 * @param lease Leases of instances.
 * @param protection What becomes of instances that fall silent and cannot be proven dead.
 * @param limits Bounds on what the registry takes in.
 */
@ConfigurationProperties("ringmaster.server")
record RegistryProperties(
        @DefaultValue("20s") Duration settlingTime,
        @DefaultValue("8192") int changeLogCapacity,
        @DefaultValue("4096") int historyCapacity,
        @DefaultValue Lease lease,
        @DefaultValue Protection protection,
        @DefaultValue Limits limits) {

    RegistryProperties {
        require(!settlingTime.isNegative(), "settling-time", settlingTime, "Use 0s or more.");
        require(changeLogCapacity > 0, "change-log-capacity", changeLogCapacity, "Use 1 or more.");
        require(historyCapacity > 0, "history-capacity", historyCapacity, "Use 1 or more.");
    }

    /**
     * Leases of instances.
     *
     * @param defaultTtl Time an instance stays listed without a heartbeat, unless it asks for another. Whole seconds.
     */
    record Lease(@DefaultValue("9s") Duration defaultTtl) {
        Lease {
            boolean wholeSeconds = defaultTtl.equals(Duration.ofSeconds(defaultTtl.toSeconds()));
            require(
                    wholeSeconds && defaultTtl.toSeconds() >= 1 && defaultTtl.toDays() <= 1,
                    "lease.default-ttl",
                    defaultTtl,
                    "Use whole seconds from 1s to 1d.");
        }
    }

    /**
     * What becomes of instances that fall silent and cannot be proven dead.
     *
     * @param policy Policy for services that are not named: 'protect' keeps them when more than half of the sessions of their
     *     service are silent together, 'fail-open' always keeps them, 'fail-closed' never does.
     * @param services Policy by service name.
     * @param atMost Time for which an instance may be silent under 'protect'.
     */
    record Protection(
            @DefaultValue("protect") ProtectionPolicy policy,
            @DefaultValue Map<String, ProtectionPolicy> services,
            @DefaultValue("15m") Duration atMost) {
        Protection {
            require(atMost.toSeconds() >= 1, "protection.at-most", atMost, "Use 1s or more; 15m is usual.");
        }

        ProtectionRules rules() {
            Map<String, ProtectionPolicy> byName = new HashMap<>();
            services.forEach((name, own) -> byName.put(Names.service(name), own));
            return new ProtectionRules(policy, byName, atMost);
        }
    }

    /**
     * Bounds on what the registry takes in.
     *
     * @param services Number of services known at most.
     * @param instances Number of instances listed at most.
     * @param sessions Number of client processes followed at most.
     * @param instancesPerIdentity Number of instances listed at most of one identity, unless it is an admin.
     * @param sessionsPerIdentity Number of client processes followed at most of one identity, unless it is an admin.
     * @param metadata Size of the metadata of an instance at most. Every watcher gets them.
     */
    record Limits(
            @DefaultValue("10000") int services,
            @DefaultValue("100000") int instances,
            @DefaultValue("100000") int sessions,
            @DefaultValue("5000") int instancesPerIdentity,
            @DefaultValue("10000") int sessionsPerIdentity,
            @DefaultValue("16KB") DataSize metadata) {
        Limits {
            require(services > 0, "limits.services", services, "Use 1 or more.");
            require(instances > 0, "limits.instances", instances, "Use 1 or more.");
            require(sessions > 0, "limits.sessions", sessions, "Use 1 or more.");
            require(instancesPerIdentity > 0, "limits.instances-per-identity", instancesPerIdentity, "Use 1 or more.");
            require(sessionsPerIdentity > 0, "limits.sessions-per-identity", sessionsPerIdentity, "Use 1 or more.");
            require(
                    !metadata.isNegative() && metadata.toMegabytes() < 1,
                    "limits.metadata",
                    metadata,
                    "Use less than 1MB; 16KB is usual.");
        }
    }

    private static void require(boolean legal, String name, Object value, String advice) {
        if (!legal) {
            throw new IllegalArgumentException("ringmaster.server." + name + " is " + value + ". " + advice);
        }
    }
}
