package io.ringmaster.actuate;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.Route;
import io.ringmaster.routing.ServiceRing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@code /actuator/ringmaster}: what this application knows of the registry, {@code /actuator/ringmaster/{service}}: what it
 * knows of one service, and with {@code ?key=}: who serves that key and why, computed from the same ring that routes the
 * calls. Reads only. Shows no metadata, since applications keep all kinds of things there.
 */
@Endpoint(id = "ringmaster")
public final class RingmasterEndpoint {

    private final CatalogMirror mirror;
    private final Function<String, List<String>> hashOn;
    private final BiFunction<ServiceRing, String, Route> explain;

    /**
     * @param mirror what this application knows
     * @param hashOn the places of the routing key in a call to a service, in order
     * @param explain tells how a call of this application with a key would be routed on a ring
     */
    public RingmasterEndpoint(
            CatalogMirror mirror,
            Function<String, List<String>> hashOn,
            BiFunction<ServiceRing, String, Route> explain) {
        this.mirror = mirror;
        this.hashOn = hashOn;
        this.explain = explain;
    }

    /** Returns the state of the mirror. */
    @ReadOperation
    public MirrorDescription mirror() {
        List<ServiceSummary> services = new ArrayList<>();
        for (String name : mirror.serviceNames()) {
            ServiceCatalog service = mirror.service(name);
            if (service != null) {
                services.add(new ServiceSummary(
                        name, service.instances().size(), service.routable().size(), byStatus(service)));
            }
        }
        Revision revision = mirror.revision();
        return new MirrorDescription(
                mirror.synced(),
                revision == null ? null : revision.toString(),
                mirror.heldOver(),
                mirror.savedAt(),
                services);
    }

    /**
     * Returns what is known of a service, or null if nothing is.
     *
     * @param service its name
     * @param key a routing key whose way is to be explained, or null
     */
    @ReadOperation
    public @Nullable ServiceDescription service(@Selector String service, @Nullable String key) {
        ServiceCatalog catalog = mirror.service(service);
        if (catalog == null) {
            return null;
        }
        ServiceRing ring = ServiceRing.of(catalog);
        double[] shares = ring.shares();
        List<InstanceDescription> instances = new ArrayList<>();
        for (Instance instance : catalog.instances()) {
            int index = ring.indexOf(instance.id());
            instances.add(new InstanceDescription(
                    instance.id(),
                    instance.registration().endpoint().authority(),
                    instance.status(),
                    instance.statusSince(),
                    instance.registration().zone(),
                    instance.effectiveWeight(),
                    index < 0 ? 0 : shares[index]));
        }
        RouteDescription route = key == null ? null : RouteDescription.of(explain.apply(ring, key));
        return new ServiceDescription(catalog.name(), hashOn.apply(catalog.name()), instances, route);
    }

    private static Map<InstanceStatus, Integer> byStatus(ServiceCatalog service) {
        Map<InstanceStatus, Integer> counts = new EnumMap<>(InstanceStatus.class);
        service.instances().forEach(instance -> counts.merge(instance.status(), 1, Integer::sum));
        return counts;
    }

    /**
     * The state of the mirror.
     *
     * @param synced whether a complete list has ever been received
     * @param revision the revision that has been applied, or null before the first complete list
     * @param heldOver how many instances are kept from before because the registry may merely not know them yet
     * @param savedAt when those were saved, if they come from this application's disk; else null
     * @param services the known services, sorted by name
     */
    public record MirrorDescription(
            boolean synced,
            @Nullable String revision,
            int heldOver,
            @Nullable Instant savedAt,
            List<ServiceSummary> services) {}

    /**
     * A service in short.
     *
     * @param service its name
     * @param instances how many are listed
     * @param callable how many of them may be called
     * @param byStatus how many there are of each status
     */
    public record ServiceSummary(String service, int instances, int callable, Map<InstanceStatus, Integer> byStatus) {}

    /**
     * A service in full.
     *
     * @param service its name
     * @param hashOn the places of the routing key in a call as the properties name them, in order; may be empty
     * @param instances the instances, sorted by id
     * @param route where the key in question goes, or null if none was asked about
     */
    public record ServiceDescription(
            String service,
            List<String> hashOn,
            List<InstanceDescription> instances,
            @Nullable RouteDescription route) {}

    /**
     * An instance.
     *
     * @param id its id
     * @param address host and port
     * @param status what callers are told
     * @param since when that changed last
     * @param zone its zone, or null
     * @param weight its weight
     * @param share its share of all keys while everybody may be called, from 0 to 1
     */
    public record InstanceDescription(
            String id,
            String address,
            InstanceStatus status,
            Instant since,
            @Nullable String zone,
            double weight,
            double share) {}

    /**
     * Where a key goes.
     *
     * @param key the key
     * @param owner the id of the instance that is called first, or null when none may be called
     * @param failover the ids of the others that may be called, in the order in which they are tried
     * @param skipped those that come before the owner in the order of the key, and what speaks against each
     * @param reason the answer as a sentence
     */
    public record RouteDescription(
            String key, @Nullable String owner, List<String> failover, List<Route.Skipped> skipped, String reason) {

        static RouteDescription of(Route route) {
            Instance owner = route.owner();
            return new RouteDescription(
                    route.key(), owner == null ? null : owner.id(), route.failover(), route.skipped(), route.reason());
        }
    }
}
