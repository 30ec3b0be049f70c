package io.ringmaster.server.registry;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The store of a single node: in memory, and gone with the process. */
public final class MemoryStore implements RegistryStore {

    private final ChangeLog log;
    private final Map<InstanceKey, OperatorOverride> overrides = new HashMap<>();

    /** Written under the registry's lock, read by any thread. */
    private volatile Listing listing;

    /** Creates an empty store whose history is that of the log. */
    public MemoryStore(ChangeLog log) {
        this.log = log;
        this.listing = Listing.empty(log.origin());
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
    public Change remove(InstanceKey key, RemovalReason reason) {
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
}
