package io.ringmaster.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything known at one revision. Immutable, so that any number of threads reads it without a lock; a change makes the
 * next one. The registry makes its catalogs by {@link #apply}, and a mirror follows by applying the same changes.
 *
 * <p>A service whose last instance left stays known with no instances: <em>none</em> and <em>unknown</em> are different
 * answers.
 */
public final class Catalog {

    private final Revision revision;
    private final NameMap<ServiceCatalog> services;

    private Catalog(Revision revision, NameMap<ServiceCatalog> services) {
        this.revision = revision;
        this.services = services;
    }

    /** Returns a catalog that knows no service. */
    public static Catalog empty(Revision revision) {
        return new Catalog(revision, NameMap.empty());
    }

    /**
     * Returns a catalog of these services.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static Catalog of(Revision revision, Collection<ServiceCatalog> services) {
        Map<String, ServiceCatalog> byName = new HashMap<>();
        for (ServiceCatalog service : services) {
            if (byName.put(service.name(), service) != null) {
                throw new IllegalArgumentException("'" + service.name() + "' is listed twice");
            }
        }
        return new Catalog(revision, NameMap.of(byName));
    }

    /** Returns the revision at which this is all there is. */
    public Revision revision() {
        return revision;
    }

    /** Returns the names of all known services, sorted. */
    public Set<String> serviceNames() {
        return Collections.unmodifiableSet(services.names());
    }

    /** Returns what is known of all services, in no order. */
    public Iterable<ServiceCatalog> services() {
        return services.values();
    }

    /** Returns what is known of a service, whatever the case of its name, or null if it is unknown. */
    public @Nullable ServiceCatalog service(String name) {
        ServiceCatalog exact = services.get(name);
        return exact != null ? exact : services.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the instance with that key, or null. */
    public @Nullable Instance find(InstanceKey key) {
        ServiceCatalog service = services.get(key.service());
        return service == null ? null : service.find(key.id());
    }

    /**
     * Returns the catalog after a change. Revisions in between may be missing: what happened to one instance collapses to
     * its latest change.
     *
     * @throws IllegalArgumentException if the change is of another epoch or not newer than this catalog
     */
    public Catalog apply(Change change) {
        requireNewer(change.revision());
        InstanceKey key = change.key();
        ServiceCatalog before = known(key.service());
        ServiceCatalog after =
                change instanceof Change.Put put ? before.with(put.instance()) : before.without(key.id());
        return with(after, change.revision());
    }

    /**
     * Returns the catalog after several instances were listed, no two of which share a key. Costs one copy of each of their services,
     * however many they are.
     *
     * @throws IllegalArgumentException if the revision is of another epoch or not newer than this catalog
     */
    public Catalog putAll(Collection<Instance> instances, Revision asOf) {
        requireNewer(asOf);
        Map<String, List<Instance>> byService = new HashMap<>();
        for (Instance instance : instances) {
            byService
                    .computeIfAbsent(instance.key().service(), service -> new ArrayList<>())
                    .add(instance);
        }
        NameMap<ServiceCatalog> next = services;
        for (Map.Entry<String, List<Instance>> listed : byService.entrySet()) {
            String service = listed.getKey();
            next = next.with(service, known(service).withAll(listed.getValue()));
        }
        return new Catalog(asOf, next);
    }

    /**
     * Returns this catalog with the whole of one service replaced, as of a revision.
     *
     * @throws IllegalArgumentException if the revision is of another epoch
     */
    Catalog with(ServiceCatalog service, Revision asOf) {
        if (!asOf.epoch().equals(revision.epoch())) {
            throw new IllegalArgumentException(asOf + " is of another epoch than " + revision);
        }
        return new Catalog(asOf.number() > revision.number() ? asOf : revision, services.with(service.name(), service));
    }

    /** Returns this catalog without a service that has no instances; this one if it has some or is unknown. */
    public Catalog forget(String name) {
        ServiceCatalog service = services.get(name);
        if (service == null || !service.instances().isEmpty()) {
            return this;
        }
        return new Catalog(revision, services.without(name));
    }

    private ServiceCatalog known(String name) {
        ServiceCatalog service = services.get(name);
        return service == null ? ServiceCatalog.of(name, Set.of()) : service;
    }

    private void requireNewer(Revision next) {
        if (!next.epoch().equals(revision.epoch()) || next.number() <= revision.number()) {
            throw new IllegalArgumentException(next + " does not follow " + revision);
        }
    }

    @Override
    public String toString() {
        return revision + ":" + services;
    }
}
