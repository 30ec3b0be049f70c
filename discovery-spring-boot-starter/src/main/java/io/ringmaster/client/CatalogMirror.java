package io.ringmaster.client;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The client's copy of the catalog: snapshot, then changes, and never anything else. It keeps the last good list whatever
 * happens to the registry: a lost connection changes nothing, and a registry that has just started and does not know its
 * instances yet takes nothing away until it says that its list is the whole truth.
 *
 * <p>One thread feeds it, the one that reads the stream. Any thread reads it, by one volatile read and without a lock.
 */
public final class CatalogMirror {

    /** Is told what changed, on the thread that feeds the mirror, after readers can see it. Must return soon. */
    @FunctionalInterface
    public interface Listener {

        /** The content of these services is another than before. */
        void changed(Set<String> services);
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Written by the feeding thread alone. */
    private volatile State state = State.INITIAL;

    /** Snapshots of a stream that has not said {@code synced} yet; null once it has. Of the feeding thread alone. */
    private @Nullable Map<String, ServiceSnapshot> staging;

    /** The services whose snapshot the registry may leave out of this stream because we hold the same content. */
    private Set<String> offered = Set.of();

    /** Returns what is known of a service, whatever the case of its name, or null if it is unknown. */
    public @Nullable ServiceCatalog service(String name) {
        Map<String, ServiceCatalog> services = state.services;
        ServiceCatalog exact = services.get(name);
        return exact != null ? exact : services.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the instance with that key, or null. */
    public @Nullable Instance find(InstanceKey key) {
        ServiceCatalog service = service(key.service());
        return service == null ? null : service.find(key.id());
    }

    /** Returns the names of all known services, sorted; some may have no instances. */
    public Set<String> serviceNames() {
        return Collections.unmodifiableSet(new TreeSet<>(state.services.keySet()));
    }

    /** Whether a complete list has ever been received. Before that, an unknown service means nothing. */
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
        return state.heldOver.size();
    }

    /** Adds a listener, which is told of every later change. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /**
     * A new stream begins.
     *
     * @return the digests of what is held, by service, for the registry to skip what has not changed
     */
    public Map<String, String> connected() {
        staging = new HashMap<>();
        offered = state.digests.keySet();
        return state.digests;
    }

    /** Takes in a {@code snapshot} event. */
    public void snapshot(ServiceSnapshot snapshot) {
        Catalog catalog = state.catalog;
        if (staging != null) {
            staging.put(snapshot.service(), snapshot);
        } else if (catalog != null) {
            ServiceCatalog service = ServiceCatalog.of(snapshot.service(), snapshot.instances());
            Map<InstanceKey, Instance> heldOver = new HashMap<>(state.heldOver);
            snapshot.instances().forEach(instance -> heldOver.remove(instance.key()));
            publish(new State(
                    catalog.with(service, snapshot.revision()),
                    heldOver,
                    withDigest(snapshot.service(), snapshot.digest())));
        }
    }

    /**
     * Takes in a {@code put} event.
     *
     * @throws IllegalStateException if the stream sends changes before it has sent what they change
     */
    public void put(Revision revision, WatchEvent.Put event) {
        apply(
                new Change.Put(revision, event.instance()),
                event.instance().registration().service(),
                event.digest());
    }

    /**
     * Takes in a {@code remove} event.
     *
     * @throws IllegalStateException if the stream sends changes before it has sent what they change
     */
    public void remove(Revision revision, WatchEvent.Remove event) {
        InstanceKey key = new InstanceKey(event.service(), event.id());
        apply(new Change.Removed(revision, key, event.reason()), key.service(), event.digest());
    }

    /** Takes in a {@code synced} event: what was sent since the stream began is complete. */
    public void synced(WatchEvent.Synced event) {
        Catalog before = state.catalog;
        Map<String, ServiceSnapshot> received = staging == null ? Map.of() : staging;
        boolean sameHistory = before != null
                && before.revision().epoch().equals(event.revision().epoch())
                && received.isEmpty();
        staging = null;
        if (sameHistory && before != null) {
            Map<InstanceKey, Instance> heldOver = event.settled() ? Map.of() : state.heldOver;
            publish(new State(before, heldOver, state.digests));
        } else {
            rebase(event, received.values());
        }
    }

    private void apply(Change change, String service, @Nullable String digest) {
        Catalog catalog = state.catalog;
        if (catalog == null || (staging != null && !staging.isEmpty())) {
            throw new IllegalStateException("A change came before the list it changes was complete.");
        }
        Map<InstanceKey, Instance> heldOver = state.heldOver;
        if (heldOver.containsKey(change.key())) {
            heldOver = new HashMap<>(heldOver);
            heldOver.remove(change.key());
        }
        publish(new State(catalog.apply(change), heldOver, withDigest(service, digest)));
    }

    /** Starts from a new list. What it lacks is dropped if the node is settled, else held over. */
    private void rebase(WatchEvent.Synced event, Collection<ServiceSnapshot> received) {
        Map<String, ServiceCatalog> services = new HashMap<>();
        Map<String, String> digests = new HashMap<>();
        for (String name : offered) {
            Catalog catalog = Objects.requireNonNull(state.catalog, "digests were offered without a catalog");
            ServiceCatalog unchanged = catalog.service(name);
            if (unchanged != null) {
                services.put(name, unchanged);
                digests.put(name, Objects.requireNonNull(state.digests.get(name)));
            }
        }
        for (ServiceSnapshot snapshot : received) {
            services.remove(snapshot.service());
            digests.remove(snapshot.service());
            if (snapshot.known()) {
                services.put(snapshot.service(), ServiceCatalog.of(snapshot.service(), snapshot.instances()));
                if (snapshot.digest() != null) {
                    digests.put(snapshot.service(), snapshot.digest());
                }
            }
        }
        Catalog catalog = Catalog.of(event.revision(), services.values());
        Map<InstanceKey, Instance> heldOver = new HashMap<>();
        if (!event.settled()) {
            for (ServiceCatalog held : state.services.values()) {
                for (Instance instance : held.instances()) {
                    if (catalog.find(instance.key()) == null) {
                        heldOver.put(instance.key(), instance);
                    }
                }
            }
        }
        publish(new State(catalog, heldOver, digests));
    }

    private Map<String, String> withDigest(String service, @Nullable String digest) {
        Map<String, String> digests = new HashMap<>(state.digests);
        if (digest == null) {
            digests.remove(service);
        } else {
            digests.put(service, digest);
        }
        return digests;
    }

    private void publish(State next) {
        Set<String> changed = state.differences(next);
        state = next;
        if (!changed.isEmpty()) {
            for (Listener listener : listeners) {
                listener.changed(changed);
            }
        }
    }

    /** All of the mirror at one moment: what the registry lists, what is kept from before, and both together. */
    private static final class State {

        static final State INITIAL = new State(null, Map.of(), Map.of());

        final @Nullable Catalog catalog;
        final Map<InstanceKey, Instance> heldOver;
        final Map<String, String> digests;
        final Map<String, ServiceCatalog> services;

        State(@Nullable Catalog catalog, Map<InstanceKey, Instance> heldOver, Map<String, String> digests) {
            this.catalog = catalog;
            this.heldOver = heldOver;
            this.digests = digests;
            this.services = merge(catalog, heldOver);
        }

        private static Map<String, ServiceCatalog> merge(
                @Nullable Catalog catalog, Map<InstanceKey, Instance> heldOver) {
            Map<String, ServiceCatalog> merged = new HashMap<>();
            if (catalog != null) {
                catalog.services().forEach(service -> merged.put(service.name(), service));
            }
            Map<String, List<Instance>> heldByService = new TreeMap<>();
            heldOver.values()
                    .forEach(instance -> heldByService
                            .computeIfAbsent(instance.registration().service(), name -> new ArrayList<>())
                            .add(instance));
            heldByService.forEach((name, instances) -> {
                ServiceCatalog listed = merged.get(name);
                List<Instance> both = new ArrayList<>(instances);
                if (listed != null) {
                    both.addAll(listed.instances());
                }
                merged.put(name, ServiceCatalog.of(name, both));
            });
            return merged;
        }

        Set<String> differences(State next) {
            Set<String> changed = new HashSet<>();
            next.services.forEach((name, service) -> {
                ServiceCatalog before = services.get(name);
                if (before != service && (before == null || !before.instances().equals(service.instances()))) {
                    changed.add(name);
                }
            });
            services.keySet().stream()
                    .filter(name -> !next.services.containsKey(name))
                    .forEach(changed::add);
            return changed;
        }
    }
}
