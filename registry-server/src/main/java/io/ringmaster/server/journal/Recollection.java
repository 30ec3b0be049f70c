package io.ringmaster.server.journal;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.Remembered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the entries of a journal, one after another, add up to. For one thread. */
final class Recollection {

    private final int maxEvents;
    private final Set<String> services = new HashSet<>();
    private final Map<InstanceKey, Instance> instances = new HashMap<>();
    private final Map<InstanceKey, String> registeredFrom = new HashMap<>();
    private final Map<InstanceKey, OperatorOverride> overrides = new HashMap<>();

    /** In order. A set, because events from the time of a compaction may have been written twice. */
    private final LinkedHashSet<RegistryEvent> events = new LinkedHashSet<>();

    private int leftOut;

    /**
     * @param maxEvents how many of the newest events count
     */
    Recollection(int maxEvents) {
        this.maxEvents = maxEvents;
    }

    void put(Instance instance, String from) {
        services.add(instance.key().service());
        instances.put(instance.key(), instance);
        registeredFrom.put(instance.key(), from);
    }

    void remove(InstanceKey key) {
        instances.remove(key);
        registeredFrom.remove(key);
    }

    void know(String service) {
        services.add(Objects.requireNonNull(service));
    }

    void forgetEmptyServices() {
        services.retainAll(instances.keySet().stream().map(InstanceKey::service).collect(Collectors.toSet()));
    }

    void override(InstanceKey key, OperatorOverride override) {
        overrides.put(key, Objects.requireNonNull(override));
    }

    void endOverride(InstanceKey key) {
        overrides.remove(key);
    }

    void happened(RegistryEvent event) {
        if (events.add(Objects.requireNonNull(event)) && events.size() > maxEvents) {
            events.remove(events.iterator().next());
        }
    }

    /** Something happened that is of a kind which this program does not know. */
    void leaveOut() {
        leftOut++;
    }

    /** Returns how many events were left out. */
    int leftOut() {
        return leftOut;
    }

    Remembered remembered() {
        return new Remembered(services, instances, registeredFrom, overrides);
    }

    /** Returns the newest events, the oldest of them first. */
    List<RegistryEvent> events() {
        return List.copyOf(events);
    }
}
