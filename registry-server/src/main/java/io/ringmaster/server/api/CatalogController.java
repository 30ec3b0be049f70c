package io.ringmaster.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.InstanceFilter;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.ProtectionState;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Who is listed. */
@RestController
@RequestMapping("/v1/services")
final class CatalogController {

    private static final int EVENTS_SHOWN = 20;

    private final Registry registry;
    private final EventHistory history;
    private final Ticker ticker;

    CatalogController(Registry registry, EventHistory history, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
        this.history = history;
    }

    /** The answer to a request for all services. */
    record Services(Revision revision, List<ServiceLine> services) {}

    /** A service in short. */
    record ServiceLine(String service, int instances, Map<InstanceStatus, Integer> byStatus) {

        static ServiceLine of(ServiceCatalog service) {
            Map<InstanceStatus, Integer> byStatus = new EnumMap<>(InstanceStatus.class);
            service.instances().forEach(instance -> byStatus.merge(instance.status(), 1, Integer::sum));
            return new ServiceLine(service.name(), service.instances().size(), byStatus);
        }
    }

    /** A service in full, without its instances. */
    record ServiceView(
            String service,
            Revision revision,
            String digest,
            int instances,
            Map<InstanceStatus, Integer> byStatus,
            int routable,
            Map<String, Integer> zones,
            ProtectionState protection) {}

    /** One instance, why callers may or may not use it, and what happened to it, the newest first. */
    record InstanceView(Instance instance, boolean routable, String why, List<EventLine> events) {}

    @GetMapping
    ResponseEntity<Services> services() {
        Listing listing = registry.listing();
        List<ServiceLine> lines = new ArrayList<>();
        for (String name : listing.catalog().serviceNames()) {
            lines.add(ServiceLine.of(requireService(listing, name)));
        }
        return Answers.from(listing, new Services(listing.revision(), lines));
    }

    @GetMapping("/{service}")
    ResponseEntity<ServiceView> service(@PathVariable String service) {
        Listing listing = registry.listing();
        ServiceCatalog known = requireService(listing, Paths.service(service));
        Map<String, Integer> zones = new TreeMap<>();
        for (Instance instance : known.instances()) {
            String zone = instance.registration().zone();
            if (zone != null) {
                zones.merge(zone, 1, Integer::sum);
            }
        }
        ServiceLine line = ServiceLine.of(known);
        return Answers.from(
                listing,
                new ServiceView(
                        known.name(),
                        listing.revision(),
                        listing.digest(known.name()),
                        line.instances(),
                        line.byStatus(),
                        known.routable().size(),
                        zones,
                        registry.protection(known.name(), ticker.now())));
    }

    @GetMapping("/{service}/instances")
    ResponseEntity<ServiceSnapshot> instances(
            @PathVariable String service, @RequestParam MultiValueMap<String, String> query) {
        String name = Paths.service(service);
        InstanceFilter filter = InstanceFilter.of(query);
        int limit = Limits.of(query.getFirst("limit"), Integer.MAX_VALUE, Integer.MAX_VALUE);
        Listing listing = registry.listing();
        ServiceCatalog known = listing.catalog().service(name);
        if (known == null || (filter.isEmpty() && limit == Integer.MAX_VALUE)) {
            return Answers.from(listing, listing.snapshot(name));
        }
        List<Instance> selected = filter.select(known);
        ResponseEntity.BodyBuilder answer = Answers.builder(listing);
        if (selected.size() > limit) {
            selected = selected.subList(0, limit);
            answer.header(HttpHeaders.LINK, nextPage(name, query, selected));
        }
        return answer.body(new ServiceSnapshot(name, true, listing.revision(), null, selected));
    }

    @GetMapping("/{service}/instances/{id}")
    ResponseEntity<InstanceView> instance(@PathVariable String service, @PathVariable String id) {
        InstanceKey key = Paths.instance(service, id);
        Listing listing = registry.listing();
        ServiceCatalog known = listing.catalog().service(key.service());
        Instance instance = known == null ? null : known.find(key.id());
        if (known == null || instance == null) {
            throw new RefusedException(
                    Refusal.UNKNOWN_INSTANCE,
                    "'" + key.service() + "' has no instance '" + key.id() + "' here. Ask /v1/services/"
                            + key.service() + "/instances for those it has, and /v1/events?service=" + key.service()
                            + " for what happened to others.");
        }
        List<EventLine> events = history.latest(key.service(), key.id(), EVENTS_SHOWN).stream()
                .map(EventLine::of)
                .toList();
        return Answers.from(
                listing,
                new InstanceView(
                        instance, known.routable().contains(instance), Routability.explain(known, instance), events));
    }

    static ServiceCatalog requireService(Listing listing, String name) {
        ServiceCatalog service = listing.catalog().service(name);
        if (service == null) {
            throw new RefusedException(
                    Refusal.UNKNOWN_SERVICE,
                    "The registry has never heard of '" + name + "'. Ask /v1/services for those it knows.");
        }
        return service;
    }

    private static String nextPage(String service, MultiValueMap<String, String> query, List<Instance> page) {
        String last = page.get(page.size() - 1).id();
        // Encoded one by one: in a template, a brace that somebody sent would be a variable that nobody has a value
        // for.
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/v1/services/" + service + "/instances");
        query.forEach((name, values) -> {
            if (!name.equals("after")) {
                values.forEach(value -> uri.queryParam(UriUtils.encode(name, UTF_8), encoded(value)));
            }
        });
        return "<"
                + uri.queryParam("after", UriUtils.encode(last, UTF_8))
                        .build(true)
                        .toUriString() + ">; rel=\"next\"";
    }

    private static @Nullable String encoded(@Nullable String text) {
        return text == null ? null : UriUtils.encode(text, UTF_8);
    }
}
