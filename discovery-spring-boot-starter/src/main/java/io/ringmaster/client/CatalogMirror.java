package io.ringmaster.client;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's copy of the catalog: snapshot, then changes, and never anything else. It keeps the last good list whatever
 * happens to the registry: a lost connection changes nothing, and a registry that has just started and does not know its
 * instances yet takes nothing away until it says that its list is the whole truth. Before the first list it may hold what
 * an earlier process saved, in the same way.
 *
 * <p>One thread feeds it, the one that reads the stream. Any thread reads it, by one volatile read and without a lock. A
 * service keeps its {@link ServiceCatalog} object as long as its content is the same.
 */
public final class CatalogMirror {

    /** Is told what changed, on the thread that feeds the mirror, after readers can see it. Must return soon. */
    @FunctionalInterface
    public interface Listener {

        /** The content of these services is another than before. */
        void changed(Set<String> services);

        /** An instance leaves, and somebody waits to hear that it is chosen no more: it is not, from now on. */
        default void leftOut(InstanceKey key) {}

        /** The registry says that its list is the whole truth, which it had not said before. */
        default void settled() {}
    }

    private static final Logger log = LoggerFactory.getLogger(CatalogMirror.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Written by the feeding thread alone. */
    private volatile MirrorState state = MirrorState.INITIAL;

    /** The content digest of each service whose content is exactly what the registry sent. Of the feeding thread alone. */
    private Map<String, String> digests = new HashMap<>();

    /** Snapshots of a list that is not complete yet; null when none is under way. Of the feeding thread alone. */
    private @Nullable Map<String, ServiceSnapshot> staging;

    /** The services whose snapshot the registry may leave out of this stream because we hold the same content. */
    private Set<String> offered = Set.of();

    /** Returns what is known of a service, whatever the case of its name, or null if it is unknown. */
    public @Nullable ServiceCatalog service(String name) {
        return state.service(name);
    }

    /** Returns the instance with that key, or null. */
    public @Nullable Instance find(InstanceKey key) {
        ServiceCatalog service = service(key.service());
        return service == null ? null : service.find(key.id());
    }

    /** Returns the names of all known services, sorted; some may have no instances. */
    public Set<String> serviceNames() {
        return state.serviceNames();
    }

    /**
     * Whether a complete list has ever been received from a registry. Before that, an unknown service means nothing, and what
     * is known was saved by an earlier process.
     */
    public boolean synced() {
        return state.catalog != null;
    }

    /** Returns the revision that has been applied, or null before the first complete list. */
    public @Nullable Revision revision() {
        Catalog catalog = state.catalog;
        return catalog == null ? null : catalog.revision();
    }

    /** Returns how many instances are kept from before because the registry may merely not know them yet. */
    public int heldOver() {
        return state.heldOver();
    }

    /**
     * Returns when what is held over was saved, if an earlier process did so and no registry has confirmed all of it yet;
     * else null.
     */
    public @Nullable Instant savedAt() {
        return state.savedAt;
    }

    /** Adds a listener, which is told of every later change. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Begins with what an earlier process saved. All of it is held over until a registry says that its list is the whole
     * truth. Does nothing when anything is known already. Of the thread that feeds the mirror, or before there is one.
     *
     * @param savedAt when it was known to be true
     */
    void restore(Collection<Instance> instances, Instant savedAt) {
        if (state == MirrorState.INITIAL) {
            state = MirrorState.restored(instances, savedAt);
            tell(state.serviceNames());
        }
    }

    /** Returns all that is known at this moment. */
    MirrorState state() {
        return state;
    }

    /**
     * A new stream begins, which may leave out every service of which it was given the digest.
     *
     * @return the digests of what is held, by service
     */
    public Map<String, String> connected() {
        Map<String, String> held = Map.copyOf(digests);
        connected(held.keySet());
        return held;
    }

    /**
     * A new stream begins.
     *
     * @param services the services of which the registry was given the digest, so that it may leave them out
     */
    void connected(Set<String> services) {
        staging = new HashMap<>();
        offered = Set.copyOf(services);
    }

    /** Returns the digests of what is held, by service, that a new stream may be given. Of the feeding thread alone. */
    Map<String, String> digests() {
        return Collections.unmodifiableMap(digests);
    }

    /**
     * Takes in a {@code snapshot} event. Nobody sees it before {@code synced}. In the middle of a stream it begins a whole
     * new list, because this watcher was too slow for the changes.
     */
    public void snapshot(ServiceSnapshot snapshot) {
        if (staging == null) {
            connected(Set.of());
        }
        Map<String, ServiceSnapshot> received = staging;
        if (received != null) {
            received.put(snapshot.service(), snapshot);
        }
    }

    /**
     * Takes in a {@code put} event.
     *
     * @throws IllegalStateException if the stream sends changes before it has sent what they change
     * @throws IllegalArgumentException if the change does not follow what is held
     */
    public void put(Revision revision, WatchEvent.Put event) {
        apply(new Change.Put(revision, event.instance()), event.digest());
        InstanceStatus status = event.instance().status();
        if (status == InstanceStatus.DRAINING || status == InstanceStatus.OUT_OF_SERVICE) {
            listeners.forEach(listener -> listener.leftOut(event.instance().key()));
        }
    }

    /**
     * Takes in a {@code remove} event.
     *
     * @throws IllegalStateException if the stream sends changes before it has sent what they change
     * @throws IllegalArgumentException if the change does not follow what is held
     */
    public void remove(Revision revision, WatchEvent.Remove event) {
        InstanceKey key = new InstanceKey(event.service(), event.id());
        apply(new Change.Removed(revision, key, event.reason()), event.digest());
    }

    /** Takes in a {@code synced} event: what was sent since the stream or the list began is complete. */
    public void synced(WatchEvent.Synced event) {
        Map<String, ServiceSnapshot> received = staging == null ? Map.of() : staging;
        staging = null;
        MirrorState before = state;
        if (before.catalog != null && received.isEmpty() && follows(before.catalog.revision(), event.revision())) {
            Catalog same = Catalog.of(event.revision(), listed(before.catalog));
            replace(same, event.settled(), event.settled() ? Map.of() : before.heldOver);
        } else {
            rebase(event, received.values());
        }
    }

    private static boolean follows(Revision before, Revision after) {
        return before.epoch().equals(after.epoch()) && before.number() <= after.number();
    }

    private static List<ServiceCatalog> listed(Catalog catalog) {
        List<ServiceCatalog> services = new ArrayList<>();
        catalog.services().forEach(services::add);
        return services;
    }

    /** Costs what the one service costs, and a copy of the map from names to services. */
    private void apply(Change change, @Nullable String digest) {
        MirrorState before = state;
        if (before.catalog == null || (staging != null && !staging.isEmpty())) {
            throw new IllegalStateException("A change came before the list that it changes was complete.");
        }
        InstanceKey key = change.key();
        state = before.after(before.catalog.apply(change), key);
        if (digest == null) {
            digests.remove(key.service());
        } else {
            digests.put(key.service(), digest);
        }
        tell(Set.of(key.service()));
    }

    /** Starts from a new list. What it lacks is dropped if the node is settled, else held over. */
    private void rebase(WatchEvent.Synced event, Collection<ServiceSnapshot> received) {
        Map<String, ServiceCatalog> services = new HashMap<>();
        Map<String, String> nextDigests = new HashMap<>();
        MirrorState before = state;
        for (String name : offered) {
            ServiceCatalog unchanged = before.catalog == null ? null : before.catalog.service(name);
            String digest = digests.get(name);
            if (unchanged != null && digest != null) {
                services.put(name, unchanged);
                nextDigests.put(name, digest);
            }
        }
        for (ServiceSnapshot snapshot : received) {
            services.remove(snapshot.service());
            nextDigests.remove(snapshot.service());
            if (snapshot.known()) {
                ServiceCatalog next = ServiceCatalog.of(snapshot.service(), snapshot.instances());
                services.put(snapshot.service(), MirrorState.sameOrNew(before.service(next.name()), next));
                if (snapshot.digest() != null) {
                    nextDigests.put(snapshot.service(), snapshot.digest());
                }
            }
        }
        Catalog catalog = Catalog.of(event.revision(), services.values());
        digests = nextDigests;
        replace(catalog, event.settled(), event.settled() ? Map.of() : before.lacking(catalog));
    }

    private void replace(Catalog catalog, boolean settled, Map<String, Map<String, Instance>> heldOver) {
        MirrorState before = state;
        MirrorState next = MirrorState.of(catalog, settled, heldOver, before);
        state = next;
        Set<String> changed = before.differences(next);
        if (!changed.isEmpty()) {
            tell(changed);
        }
        if (settled && !before.settled) {
            tell("a complete list", Listener::settled);
        }
    }

    private void tell(Set<String> changed) {
        tell(changed, listener -> listener.changed(changed));
    }

    private void tell(Object what, Consumer<Listener> news) {
        for (Listener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException fault) {
                // A listener's fault must neither look like a fault of the stream nor keep the others from hearing.
                log.error("{} failed when it was told of {}.", listener, what, fault);
            }
        }
    }
}
