package io.ringmaster.server.api;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.Route;
import io.ringmaster.routing.ServiceRing;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who serves a key, for callers that have no ring of their own. */
@RestController
@RequestMapping("/v1/services/{service}")
final class RoutingController {

    private final Registry registry;
    private final Rings rings;
    private final Ticker ticker;

    RoutingController(Registry registry, Rings rings, Ticker ticker) {
        this.registry = registry;
        this.rings = rings;
        this.ticker = ticker;
    }

    /** The ring of a service. */
    record Ring(
            String service,
            Revision revision,
            List<Place> instances,
            @Nullable Departure without) {}

    /** One instance on the ring; its share is a part of 1. */
    record Place(String id, String identity, double weight, double share, InstanceStatus status, boolean routable) {}

    /** What would happen if one instance left: the part of all keys that moves, and to whom. */
    record Departure(String id, double moves, List<Gain> to) {}

    /** What one instance would get. */
    record Gain(String id, double gains) {}

    @GetMapping("/route")
    ResponseEntity<Route> route(@PathVariable String service, @RequestParam(required = false) @Nullable String key) {
        Listing listing = registry.listing();
        ServiceCatalog known = CatalogController.requireService(listing, Paths.service(service));
        if (key == null || key.isEmpty()) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST, "The parameter 'key' is missing. Name the routing key, as in ?key=c-42.");
        }
        return Answers.from(
                listing, rings.of(known).explain(key, ticker.now().instant().toEpochMilli()));
    }

    @GetMapping("/ring")
    ResponseEntity<Ring> ring(@PathVariable String service, @RequestParam(required = false) @Nullable String without) {
        Listing listing = registry.listing();
        String name = Paths.service(service);
        String leaving = without == null ? null : Paths.instance(name, without).id();
        ServiceCatalog known = CatalogController.requireService(listing, name);
        ServiceRing ring = rings.of(known);
        double[] shares = ring.shares();
        List<Place> places = new ArrayList<>(ring.size());
        for (int i = 0; i < ring.size(); i++) {
            Instance instance = ring.instance(i);
            places.add(new Place(
                    instance.id(),
                    instance.registration().ringIdentity(),
                    instance.effectiveWeight(),
                    shares[i],
                    instance.status(),
                    ring.isRoutable(i)));
        }
        places.sort(Comparator.comparing(Place::id));
        Departure departure = leaving == null ? null : departure(ring, shares, leaving);
        return Answers.from(listing, new Ring(known.name(), listing.revision(), places, departure));
    }

    private static Departure departure(ServiceRing ring, double[] shares, String leaving) {
        int index = ring.indexOf(leaving);
        if (index < 0) {
            throw new RefusedException(
                    Refusal.UNKNOWN_INSTANCE,
                    "'" + ring.service().name() + "' has no instance '" + leaving
                            + "' here. Ask for the ring without 'without' to see those it has.");
        }
        List<Instance> others = ring.service().instances().stream()
                .filter(instance -> !instance.id().equals(leaving))
                .toList();
        ServiceRing rest = ring.next(ServiceCatalog.of(ring.service().name(), others));
        double[] restShares = rest.shares();
        List<Gain> gains = new ArrayList<>(rest.size());
        for (int i = 0; i < rest.size(); i++) {
            String id = rest.instance(i).id();
            gains.add(new Gain(id, Math.max(0, restShares[i] - shares[ring.indexOf(id)])));
        }
        gains.sort(Comparator.comparing(Gain::id));
        return new Departure(leaving, shares[index], gains);
    }
}
