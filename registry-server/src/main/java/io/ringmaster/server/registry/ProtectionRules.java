package io.ringmaster.server.registry;

import java.time.Duration;
import java.util.Map;

/**
 * When silent instances are protected.
 *
 * @param policy for services that are not named
 * @param services the policy by service, in lower case
 * @param atMost how long an instance may be silent under {@link ProtectionPolicy#PROTECT}
 */
public record ProtectionRules(ProtectionPolicy policy, Map<String, ProtectionPolicy> services, Duration atMost) {

    /** What holds when nobody says anything else. */
    public static final ProtectionRules DEFAULT =
            new ProtectionRules(ProtectionPolicy.PROTECT, Map.of(), Duration.ofMinutes(15));

    public ProtectionRules {
        services = Map.copyOf(services);
    }

    ProtectionPolicy of(String service) {
        return services.getOrDefault(service, policy);
    }
}
