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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's copy of the catalog: snapshot, then changes, and never anything else. It keeps the last good list whatever
 * happens to the registry: a lost connection changes nothing, and a registry that has just started and does not know its
 * instances yet takes nothing away until it says that its list is the whole truth.
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
    }

    private static final Logger log = LoggerFactory.getLogger(CatalogMirror.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Written by the feeding thread alone. */
    private volatile State state = State.INITIAL;

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
        return state.heldOver.values().stream().mapToInt(Map::size).sum();
    }

    /** Adds a listener, which is told of every later change. */
    public void addListener(Listener listener) {
        listeners.add(listener);
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
        State before = state;
        if (before.catalog != null && received.isEmpty() && follows(before.catalog.revision(), event.revision())) {
            Catalog same = Catalog.of(event.revision(), listed(before.catalog));
            replace(same, event.settled() ? Map.of() : before.heldOver);
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
        State before = state;
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
        Catalog before = state.catalog;
        for (String name : offered) {
            ServiceCatalog unchanged = before == null ? null : before.service(name);
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
                services.put(snapshot.service(), sameOrNew(before == null ? null : before.service(next.name()), next));
                if (snapshot.digest() != null) {
                    nextDigests.put(snapshot.service(), snapshot.digest());
                }
            }
        }
        Catalog catalog = Catalog.of(event.revision(), services.values());
        digests = nextDigests;
        replace(catalog, event.settled() ? Map.of() : lacking(catalog));
    }

    private static ServiceCatalog sameOrNew(@Nullable ServiceCatalog held, ServiceCatalog next) {
        return held != null && held.instances().equals(next.instances()) ? held : next;
    }

    /** Returns the instances, by service and id, that are held now and not in the given catalog. */
    private Map<String, Map<String, Instance>> lacking(Catalog catalog) {
        Map<String, Map<String, Instance>> lacking = new HashMap<>();
        for (String name : state.serviceNames()) {
            ServiceCatalog held = state.service(name);
            for (Instance instance : held == null ? List.<Instance>of() : held.instances()) {
                if (catalog.find(instance.key()) == null) {
                    lacking.computeIfAbsent(name, service -> new HashMap<>()).put(instance.id(), instance);
                }
            }
        }
        return lacking;
    }

    private void replace(Catalog catalog, Map<String, Map<String, Instance>> heldOver) {
        State before = state;
        State next = State.of(catalog, heldOver, before);
        state = next;
        Set<String> changed = before.differences(next);
        if (!changed.isEmpty()) {
            tell(changed);
        }
    }

    private void tell(Set<String> changed) {
        for (Listener listener : listeners) {
            try {
                listener.changed(changed);
            } catch (RuntimeException fault) {
                // A listener's fault must neither look like a fault of the stream nor keep the others from hearing.
                log.error("{} failed on a change of {}.", listener, changed, fault);
            }
        }
    }

    /** All of the mirror at one moment: what the registry lists, what is kept from before, and both together. */
    private static final class State {

        static final State INITIAL = new State(null, Map.of(), Map.of());

        final @Nullable Catalog catalog;
        /** By service and id. */
        final Map<String, Map<String, Instance>> heldOver;

        /** The listed and the held-over instances together, of those services that have some held over. */
        final Map<String, ServiceCatalog> merged;

        State(
                @Nullable Catalog catalog,
                Map<String, Map<String, Instance>> heldOver,
                Map<String, ServiceCatalog> merged) {
            this.catalog = catalog;
            this.heldOver = heldOver;
            this.merged = merged;
        }

        static State of(Catalog catalog, Map<String, Map<String, Instance>> heldOver, State before) {
            Map<String, ServiceCatalog> merged = new HashMap<>();
            heldOver.forEach((service, instances) ->
                    merged.put(service, merge(service, catalog, instances, before.service(service))));
            return new State(catalog, heldOver, merged);
        }

        /** Returns the state after a change of that instance, which is therefore no longer held over. */
        State after(Catalog next, InstanceKey changed) {
            String service = changed.service();
            Map<String, Instance> instances = heldOver.get(service);
            if (instances == null) {
                return new State(next, heldOver, merged);
            }
            Map<String, Instance> remaining = new HashMap<>(instances);
            remaining.remove(changed.id());
            Map<String, Map<String, Instance>> nextHeldOver = new HashMap<>(heldOver);
            Map<String, ServiceCatalog> nextMerged = new HashMap<>(merged);
            if (remaining.isEmpty()) {
                nextHeldOver.remove(service);
                nextMerged.remove(service);
            } else {
                nextHeldOver.put(service, remaining);
                nextMerged.put(service, merge(service, next, remaining, merged.get(service)));
            }
            return new State(next, nextHeldOver, nextMerged);
        }

        private static ServiceCatalog merge(
                String service, Catalog catalog, Map<String, Instance> heldOver, @Nullable ServiceCatalog before) {
            List<Instance> both = new ArrayList<>(heldOver.values());
            ServiceCatalog listed = catalog.service(service);
            if (listed != null) {
                both.addAll(listed.instances());
            }
            return sameOrNew(before, ServiceCatalog.of(service, both));
        }

        @Nullable
        ServiceCatalog service(String name) {
            if (!merged.isEmpty()) {
                ServiceCatalog both = merged.get(name);
                both = both != null ? both : merged.get(name.toLowerCase(Locale.ROOT));
                if (both != null) {
                    return both;
                }
            }
            return catalog == null ? null : catalog.service(name);
        }

        Set<String> serviceNames() {
            Set<String> names = new TreeSet<>(merged.keySet());
            if (catalog != null) {
                names.addAll(catalog.serviceNames());
            }
            return Collections.unmodifiableSet(names);
        }

        Set<String> differences(State next) {
            Set<String> all = new HashSet<>(serviceNames());
            all.addAll(next.serviceNames());
            all.removeIf(name -> {
                ServiceCatalog before = service(name);
                ServiceCatalog after = next.service(name);
                return before == after
                        || (before != null
                                && after != null
                                && before.instances().equals(after.instances()));
            });
            return all;
        }
    }
}
