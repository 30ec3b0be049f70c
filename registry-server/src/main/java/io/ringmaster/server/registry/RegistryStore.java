package io.ringmaster.server.registry;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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

    /** Returns the address literal that a listed instance registered from; null when it is not listed. Any thread may ask. */
    @Nullable
    String registeredFrom(InstanceKey key);

    /** Keeps the address literal that an instance registered from until it is taken out; comes before the first put. */
    void putRegisteredFrom(InstanceKey key, String address);

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

    /**
     * Lists several instances, in order; no two of them have one key. It costs less than one by one, and readers of the listing
     * see all of them at once.
     */
    default List<Change> putAll(List<Instance> instances) {
        return instances.stream().map(this::put).toList();
    }

    /** Returns who looks after the lease of a listed instance: this node, when there are no others. */
    default Custody custody(InstanceKey key) {
        return Custody.HELD;
    }

    /** The client of a listed instance is at this node from now on, whatever node it was at before. */
    default void claim(InstanceKey key) {}

    /**
     * Completes when everything done so far outlives this process and this machine, as far as it is meant to; fails when
     * that cannot be promised. Any thread may ask, nobody may wait under the registry's lock, and what depends on it may
     * run on the thread that writes, so it returns at once.
     */
    CompletionStage<Void> durable();
}
