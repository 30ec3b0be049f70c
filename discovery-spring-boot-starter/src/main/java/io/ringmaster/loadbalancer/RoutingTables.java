package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.FleetLoad;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.routing.Route;
import io.ringmaster.time.Ticker;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routing tables of all services that this application calls. One per application; any thread may use it. */
public final class RoutingTables implements AutoCloseable, CatalogMirror.Listener, FleetLoad {

    private final CatalogMirror mirror;
    private final ExecutorService executor;
    private final TrafficRules rules;
    private final Ticker ticker;
    private final Map<String, ServiceRoutes> routes = new ConcurrentHashMap<>();

    /**
     * @param mirror what is listed
     * @param executor builds the rings; closed with this
     * @param rules how calls are balanced
     */
    public RoutingTables(CatalogMirror mirror, ExecutorService executor, TrafficRules rules, Ticker ticker) {
        this.mirror = mirror;
        this.executor = executor;
        this.rules = rules;
        this.ticker = ticker;
        mirror.addListener(this);
    }

    /** Returns the routes of a service, whatever the case of its name. */
    ServiceRoutes of(String service) {
        return routes.computeIfAbsent(
                service.toLowerCase(Locale.ROOT), name -> new ServiceRoutes(name, mirror, executor, rules, ticker));
    }

    /** Returns the routes of a service that has been called, or null. */
    @Nullable
    ServiceRoutes find(@Nullable String service) {
        return service == null ? null : routes.get(service.toLowerCase(Locale.ROOT));
    }

    /**
     * Answers who serves a key and why, as a call of this application would be routed now; null if the mirror does not know
     * the service.
     */
    public @Nullable Route explain(String service, String key) {
        return of(service).explain(key);
    }

    @Override
    public void changed(Set<String> services) {
        for (String service : services) {
            ServiceRoutes changed = routes.get(service);
            if (changed != null) {
                changed.changed();
            }
        }
    }

    @Override
    public Set<String> wanted() {
        long nowNanos = ticker.nanos();
        return routes.values().stream()
                .filter(service -> service.traffic().wantsLoad(nowNanos))
                .map(ServiceRoutes::service)
                .collect(Collectors.toSet());
    }

    @Override
    public void received(Map<String, Map<String, Integer>> load) {
        long nowNanos = ticker.nanos();
        routes.forEach((name, service) -> service.traffic().reported(load.getOrDefault(name, Map.of()), nowNanos));
    }

    @Override
    public boolean calls(InstanceKey key) {
        ServiceRoutes called = routes.get(key.service());
        return called != null && called.traffic().of(key.id()).inFlight() > 0;
    }

    void forgetOldReports(long nowNanos) {
        routes.values().forEach(service -> service.traffic().forgetOldReport(nowNanos));
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
