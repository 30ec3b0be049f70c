package io.ringmaster.server.registry;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import java.util.Map;

/**
 * Holds what is listed. What differs between one node and several is behind this interface; nobody else changes the
 * catalog. Each change makes the next listing and goes to the {@link ChangeLog}.
 *
 * <p>One thread at a time writes, under the lock of the {@link Registry}; any thread reads.
 */
public interface RegistryStore {

    /** Returns what is listed now. One volatile read. */
    Listing listing();

    /** Lists the instance as given, whether or not it is listed. */
    Change put(Instance instance);

    /** Takes a listed instance out. */
    Change remove(InstanceKey key, RemovalReason reason);

    /** Forgets the services that have no instances. Makes no revision, because no list of instances changes. */
    void forgetEmptyServices();

    /** Returns what operators say, also of instances that are not listed at present. Live and read-only. */
    Map<InstanceKey, OperatorOverride> overrides();

    /** Keeps an operator's word until it is removed. */
    void putOverride(InstanceKey key, OperatorOverride override);

    /** Forgets an operator's word. */
    void removeOverride(InstanceKey key);
}
