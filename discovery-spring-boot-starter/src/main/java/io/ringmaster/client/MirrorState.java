package io.ringmaster.client;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ServiceCatalog;
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;

/** All of a mirror at one moment: what the registry lists, what is kept from before, and both together. Immutable. */
final class MirrorState {

    static final MirrorState INITIAL = new MirrorState(null, false, Map.of(), Map.of(), null);

    /** What a registry has listed, or null before the first complete list. */
    final @Nullable Catalog catalog;

    /** Whether the registry has said that its list is the whole truth. */
    final boolean settled;

    /** By service and id. */
    final Map<String, Map<String, Instance>> heldOver;

    /** The listed and the held-over instances together, of those services that have some held over. */
    final Map<String, ServiceCatalog> merged;

    /** When what is held over was saved, if it comes from a file; else null. */
    final @Nullable Instant savedAt;

    private MirrorState(
            @Nullable Catalog catalog,
            boolean settled,
            Map<String, Map<String, Instance>> heldOver,
            Map<String, ServiceCatalog> merged,
            @Nullable Instant savedAt) {
        this.catalog = catalog;
        this.settled = settled;
        this.heldOver = heldOver;
        this.merged = merged;
        this.savedAt = heldOver.isEmpty() ? null : savedAt;
    }

    /** Returns the state before any registry has spoken, with what an earlier process has saved. */
    static MirrorState restored(Collection<Instance> instances, Instant savedAt) {
        Map<String, Map<String, Instance>> heldOver = new HashMap<>();
        instances.forEach(
                instance -> heldOver.computeIfAbsent(instance.registration().service(), service -> new HashMap<>())
                        .put(instance.id(), instance));
        return new MirrorState(null, false, heldOver, merge(null, heldOver, INITIAL), savedAt);
    }

    static MirrorState of(
            Catalog catalog, boolean settled, Map<String, Map<String, Instance>> heldOver, MirrorState before) {
        return new MirrorState(catalog, settled, heldOver, merge(catalog, heldOver, before), before.savedAt);
    }

    /** Returns the state after a change of that instance, which is therefore no longer held over. */
    MirrorState after(Catalog next, InstanceKey changed) {
        String service = changed.service();
        Map<String, Instance> instances = heldOver.get(service);
        if (instances == null) {
            return new MirrorState(next, settled, heldOver, merged, savedAt);
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
        return new MirrorState(next, settled, nextHeldOver, nextMerged, savedAt);
    }

    /** Returns the held catalog of a service when its content is the same, so that it stays the same object. */
    static ServiceCatalog sameOrNew(@Nullable ServiceCatalog held, ServiceCatalog next) {
        return held != null && held.instances().equals(next.instances()) ? held : next;
    }

    private static Map<String, ServiceCatalog> merge(
            @Nullable Catalog catalog, Map<String, Map<String, Instance>> heldOver, MirrorState before) {
        Map<String, ServiceCatalog> merged = new HashMap<>();
        heldOver.forEach((service, instances) ->
                merged.put(service, merge(service, catalog, instances, before.service(service))));
        return merged;
    }

    private static ServiceCatalog merge(
            String service,
            @Nullable Catalog catalog,
            Map<String, Instance> heldOver,
            @Nullable ServiceCatalog before) {
        List<Instance> both = new ArrayList<>(heldOver.values());
        ServiceCatalog listed = catalog == null ? null : catalog.service(service);
        if (listed != null) {
            both.addAll(listed.instances());
        }
        return sameOrNew(before, ServiceCatalog.of(service, both));
    }

    /** Returns the instances, by service and id, that are seen now and are not in the given catalog. */
    Map<String, Map<String, Instance>> lacking(Catalog catalog) {
        Map<String, Map<String, Instance>> lacking = new HashMap<>();
        for (String name : serviceNames()) {
            ServiceCatalog held = service(name);
            for (Instance instance : held == null ? List.<Instance>of() : held.instances()) {
                if (catalog.find(instance.key()) == null) {
                    lacking.computeIfAbsent(name, service -> new HashMap<>()).put(instance.id(), instance);
                }
            }
        }
        return lacking;
    }

    /** Returns everything that is seen now, by service and id. */
    List<Instance> instances() {
        List<Instance> all = new ArrayList<>();
        for (String name : serviceNames()) {
            ServiceCatalog service = service(name);
            if (service != null) {
                all.addAll(service.instances());
            }
        }
        return all;
    }

    int heldOver() {
        return heldOver.values().stream().mapToInt(Map::size).sum();
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

    Set<String> differences(MirrorState next) {
        Set<String> all = new HashSet<>(serviceNames());
        all.addAll(next.serviceNames());
        all.removeIf(name -> {
            ServiceCatalog before = service(name);
            ServiceCatalog after = next.service(name);
            return before == after
                    || (before != null && after != null && before.instances().equals(after.instances()));
        });
        return all;
    }
}
