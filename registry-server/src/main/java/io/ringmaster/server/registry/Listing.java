package io.ringmaster.server.registry;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.NameMap;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.ServiceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The catalog at one revision with the digest of each service. Immutable; any thread reads it. */
public final class Listing {

    private final Catalog catalog;
    private final NameMap<ServiceDigest> digests;

    private Listing(Catalog catalog, NameMap<ServiceDigest> digests) {
        this.catalog = catalog;
        this.digests = digests;
    }

    /** Returns a listing that knows no service. */
    public static Listing empty(Revision revision) {
        return new Listing(Catalog.empty(revision), NameMap.empty());
    }

    /** Returns a listing of what is remembered. */
    static Listing of(Revision revision, Remembered remembered) {
        Map<String, List<Instance>> byService = new HashMap<>();
        remembered.services().forEach(service -> byService.put(service, new ArrayList<>()));
        remembered
                .instances()
                .forEach((key, instance) -> byService
                        .computeIfAbsent(key.service(), service -> new ArrayList<>())
                        .add(instance));
        List<ServiceCatalog> services = new ArrayList<>();
        Map<String, ServiceDigest> digests = new HashMap<>();
        byService.forEach((service, instances) -> {
            services.add(ServiceCatalog.of(service, instances));
            digests.put(
                    service, instances.stream().reduce(ServiceDigest.EMPTY, ServiceDigest::plus, ServiceDigest::plus));
        });
        return new Listing(Catalog.of(revision, services), NameMap.of(digests));
    }

    /** Returns all instances. */
    public Catalog catalog() {
        return catalog;
    }

    /** Returns the revision of the catalog. */
    public Revision revision() {
        return catalog.revision();
    }

    /** Returns how many services are known, with or without instances. */
    public int serviceCount() {
        return digests.size();
    }

    /** Returns how many instances are listed. Counts them. */
    public int instanceCount() {
        int count = 0;
        for (ServiceCatalog service : catalog.services()) {
            count += service.instances().size();
        }
        return count;
    }

    /** Returns the word for the content of the whole catalog. A service without instances is no content. */
    public String digest() {
        ServiceDigest sum = ServiceDigest.EMPTY;
        for (ServiceDigest digest : digests.values()) {
            sum = sum.plus(digest);
        }
        return sum.word();
    }

    /** Returns the word for the content of a service; that of an empty one if it is unknown. */
    public String digest(String service) {
        return digests.getOrDefault(service, ServiceDigest.EMPTY).word();
    }

    /** Returns all of one service as it is told to clients. An unknown one is answered as such, without instances. */
    public ServiceSnapshot snapshot(String service) {
        ServiceCatalog known = catalog.service(service);
        return new ServiceSnapshot(
                service, known != null, revision(), digest(service), known == null ? List.of() : known.instances());
    }

    Listing apply(Change change) {
        InstanceKey key = change.key();
        return new Listing(catalog.apply(change), digests.with(key.service(), digest(change, key, digests)));
    }

    /**
     * Applies several changes at once, no two of which are about one instance.
     *
     * @param log gets what is to be said of each of them
     */
    Listing apply(List<Change.Put> changes, List<ChangeLog.Entry> log) {
        NameMap<ServiceDigest> next = digests;
        Revision last = revision();
        for (Change.Put change : changes) {
            InstanceKey key = change.key();
            ServiceDigest digest = digest(change, key, next);
            next = next.with(key.service(), digest);
            log.add(new ChangeLog.Entry(change, digest.word()));
            last = change.revision();
        }
        return new Listing(
                catalog.putAll(changes.stream().map(Change.Put::instance).toList(), last), next);
    }

    /** Returns the digest of the service of a change after it. */
    private ServiceDigest digest(Change change, InstanceKey key, NameMap<ServiceDigest> before) {
        ServiceDigest digest = before.getOrDefault(key.service(), ServiceDigest.EMPTY);
        Instance replaced = catalog.find(key);
        if (replaced != null) {
            digest = digest.minus(replaced);
        }
        if (change instanceof Change.Put put) {
            digest = digest.plus(put.instance());
        }
        return digest;
    }

    /** Returns this listing without the services that have no instances. */
    Listing withoutEmptyServices() {
        Catalog kept = catalog;
        NameMap<ServiceDigest> keptDigests = digests;
        for (ServiceCatalog service : catalog.services()) {
            if (service.instances().isEmpty()) {
                kept = kept.forget(service.name());
                keptDigests = keptDigests.without(service.name());
            }
        }
        return new Listing(kept, keptDigests);
    }
}
