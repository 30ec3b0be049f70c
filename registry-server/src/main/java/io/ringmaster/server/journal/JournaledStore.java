package io.ringmaster.server.journal;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that tells the journal of each change, after it is made: so whoever takes everything out of the queue
 * and then looks at the store has missed nothing.
 */
final class JournaledStore implements RegistryStore, RegistryObserver {

    /** Takes entries one by one. */
    interface Sink {
        void accept(JournalRecord entry) throws IOException;
    }

    private final MemoryStore memory;
    private final EventHistory history;
    private final JournalQueue queue;

    /**
     * @param history hears of each event before this does
     */
    JournaledStore(MemoryStore memory, EventHistory history, JournalQueue queue) {
        this.memory = memory;
        this.history = history;
        this.queue = queue;
    }

    /**
     * Tells everything there is as the fewest entries. While others make changes, it may mix what was before and after them;
     * the entries they add to the queue then put it right.
     */
    void tell(Sink sink) throws IOException {
        for (ServiceCatalog service : listing().catalog().services()) {
            sink.accept(new JournalRecord.Known(service.name()));
            for (Instance instance : service.instances()) {
                String from = memory.registeredFrom(instance.key());
                if (from != null) {
                    sink.accept(new JournalRecord.Put(instance, from));
                }
            }
        }
        for (Map.Entry<InstanceKey, OperatorOverride> override :
                memory.overrides().entrySet()) {
            sink.accept(new JournalRecord.Overridden(override.getKey(), override.getValue()));
        }
        List<RegistryEvent> newestFirst = history.latest(null, null, history.capacity());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            sink.accept(new JournalRecord.Happened(newestFirst.get(i)));
        }
    }

    @Override
    public void happened(RegistryEvent event) {
        queue.add(new JournalRecord.Happened(event));
    }

    @Override
    public Listing listing() {
        return memory.listing();
    }

    @Override
    public Change put(Instance instance) {
        Change change = memory.put(instance);
        write(instance);
        return change;
    }

    @Override
    public List<Change> putAll(List<Instance> instances) {
        List<Change> changes = memory.putAll(instances);
        instances.forEach(this::write);
        return changes;
    }

    private void write(Instance instance) {
        String from = Objects.requireNonNull(registeredFrom(instance.key()), "put before it is known from where");
        queue.add(new JournalRecord.Put(instance, from));
    }

    @Override
    public @Nullable String registeredFrom(InstanceKey key) {
        return memory.registeredFrom(key);
    }

    @Override
    public void putRegisteredFrom(InstanceKey key, String address) {
        String before = memory.registeredFrom(key);
        memory.putRegisteredFrom(key, address);
        // What has no address yet is about to be put with this one.
        if (before != null && !before.equals(address)) {
            Instance listed = listing().catalog().find(key);
            if (listed != null) {
                queue.add(new JournalRecord.Put(listed, address));
            }
        }
    }

    @Override
    public Change remove(InstanceKey key, RemovalReason reason) {
        Change change = memory.remove(key, reason);
        queue.add(new JournalRecord.Removed(key));
        return change;
    }

    @Override
    public void forgetEmptyServices() {
        memory.forgetEmptyServices();
        queue.add(new JournalRecord.EmptyForgotten());
    }

    @Override
    public Map<InstanceKey, OperatorOverride> overrides() {
        return memory.overrides();
    }

    @Override
    public void putOverride(InstanceKey key, OperatorOverride override) {
        memory.putOverride(key, override);
        queue.add(new JournalRecord.Overridden(key, override));
    }

    @Override
    public void removeOverride(InstanceKey key) {
        memory.removeOverride(key);
        queue.add(new JournalRecord.OverrideEnded(key));
    }

    @Override
    public CompletionStage<Void> durable() {
        return queue.durable();
    }
}
