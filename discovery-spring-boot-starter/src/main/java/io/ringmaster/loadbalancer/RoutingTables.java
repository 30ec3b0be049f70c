package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** The routing tables of all services that this application calls. One per application; any thread may use it. */
public final class RoutingTables implements AutoCloseable, CatalogMirror.Listener {

    private final CatalogMirror mirror;
    private final ExecutorService executor;
    private final Map<String, ServiceRoutes> routes = new ConcurrentHashMap<>();

    /**
     * @param mirror what is listed
     * @param executor builds the rings; closed with this
     */
    public RoutingTables(CatalogMirror mirror, ExecutorService executor) {
        this.mirror = mirror;
        this.executor = executor;
        mirror.addListener(this);
    }

    /** Returns the routes of a service, whatever the case of its name. */
    ServiceRoutes of(String service) {
        return routes.computeIfAbsent(
                service.toLowerCase(Locale.ROOT), name -> new ServiceRoutes(name, mirror, executor));
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
    public void close() {
        executor.shutdown();
    }
}
