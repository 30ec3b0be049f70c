package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a registry knew in an earlier life.
 *
 * @param services the services known, with or without instances
 * @param instances the instances listed, each with what an operator says of it by {@code overrides}, whatever was given
 * @param registeredFrom the address literal that each of them registered from
 * @param overrides what operators say, also of instances that are not listed
 */
public record Remembered(
        Set<String> services,
        Map<InstanceKey, Instance> instances,
        Map<InstanceKey, String> registeredFrom,
        Map<InstanceKey, OperatorOverride> overrides) {

    /** No memory at all. */
    public static final Remembered NOTHING = new Remembered(Set.of(), Map.of(), Map.of(), Map.of());

    /**
     * @throws IllegalArgumentException if it is not known where an instance registered from
     */
    public Remembered {
        if (!registeredFrom.keySet().equals(instances.keySet())) {
            throw new IllegalArgumentException("An address is needed for each instance, and for no others.");
        }
        services = Set.copyOf(services);
        registeredFrom = Map.copyOf(registeredFrom);
        overrides = Map.copyOf(overrides);
        // The two are written one after the other, and the end may have come in between.
        Map<InstanceKey, Instance> agreed = new HashMap<>();
        for (Instance instance : instances.values()) {
            OperatorOverride override = overrides.get(instance.key());
            agreed.put(instance.key(), instance.withOverride(override, instance.statusSince()));
        }
        instances = Map.copyOf(agreed);
    }
}
