package io.ringmaster.server.registry;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The store of a single node: in memory, and gone with the process. Besides the listing, any thread may read the overrides
 * and the addresses; what it sees of them is what stood when it began to read, or something newer.
 */
public final class MemoryStore implements RegistryStore {

    private final ChangeLog log;
    private final Map<InstanceKey, OperatorOverride> overrides;
    private final Map<InstanceKey, String> registeredFrom;

    /** Written under the registry's lock, read by any thread. */
    private volatile Listing listing;

    /** Creates an empty store whose history is that of the log. */
    public MemoryStore(ChangeLog log) {
        this(log, Remembered.NOTHING);
    }

    /** Creates a store that begins with what is remembered; that is no change, so the log stays empty. */
    public MemoryStore(ChangeLog log, Remembered remembered) {
        this.log = log;
        this.overrides = new ConcurrentHashMap<>(remembered.overrides());
        this.registeredFrom = new ConcurrentHashMap<>(remembered.registeredFrom());
        this.listing = Listing.of(log.origin(), remembered);
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public Change put(Instance instance) {
        return commit(new Change.Put(listing.revision().next(), instance));
    }

    @Override
    public List<Change> putAll(List<Instance> instances) {
        if (instances.isEmpty()) {
            return List.of();
        }
        List<Change.Put> changes = new ArrayList<>();
        Revision revision = listing.revision();
        for (Instance instance : instances) {
            revision = revision.next();
            changes.add(new Change.Put(revision, instance));
        }
        List<ChangeLog.Entry> entries = new ArrayList<>();
        listing = listing.apply(changes, entries);
        entries.forEach(entry -> log.append(entry.change(), entry.digest()));
        return List.copyOf(changes);
    }

    @Override
    public @Nullable String registeredFrom(InstanceKey key) {
        return registeredFrom.get(key);
    }

    @Override
    public void putRegisteredFrom(InstanceKey key, String address) {
        registeredFrom.put(key, address);
    }

    @Override
    public Change remove(InstanceKey key, RemovalReason reason) {
        registeredFrom.remove(key);
        return commit(new Change.Removed(listing.revision().next(), key, reason));
    }

    private Change commit(Change change) {
        Listing next = listing.apply(change);
        // Readers may see the listing before the log has the change, never the other way round.
        listing = next;
        log.append(change, next.digest(change.key().service()));
        return change;
    }

    @Override
    public void forgetEmptyServices() {
        listing = listing.withoutEmptyServices();
    }

    @Override
    public Map<InstanceKey, OperatorOverride> overrides() {
        return Collections.unmodifiableMap(overrides);
    }

    @Override
    public void putOverride(InstanceKey key, OperatorOverride override) {
        overrides.put(key, override);
    }

    @Override
    public void removeOverride(InstanceKey key) {
        overrides.remove(key);
    }

    /** Memory outlives nothing, and is not meant to. */
    @Override
    public CompletionStage<Void> durable() {
        return CompletableFuture.completedFuture(null);
    }
}
