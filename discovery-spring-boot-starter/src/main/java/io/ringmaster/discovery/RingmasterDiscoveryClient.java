package io.ringmaster.discovery;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.ServiceCatalog;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Answers out of the mirror: at once, without a call to the registry, and never with an exception, because Spring's composite
 * would pass it on to everybody. Any thread may call it.
 */
public final class RingmasterDiscoveryClient implements DiscoveryClient {

    private final CatalogMirror mirror;
    private final int order;

    /**
     * @param order place among the discovery clients of the application; the lowest is asked first
     */
    public RingmasterDiscoveryClient(CatalogMirror mirror, int order) {
        this.mirror = mirror;
        this.order = order;
    }

    @Override
    public String description() {
        return "Ringmaster discovery client";
    }

    /** Returns the instances that callers may use; empty when the service is unknown or has none. */
    @Override
    public List<ServiceInstance> getInstances(String service) {
        return instances(mirror, service);
    }

    /** Returns the services that have an instance, whatever its status. */
    @Override
    public List<String> getServices() {
        return services(mirror);
    }

    /** Does nothing: a registry that is away takes nothing from an application that has its list. */
    @Override
    public void probe() {}

    @Override
    public int getOrder() {
        return order;
    }

    static List<ServiceInstance> instances(CatalogMirror mirror, String service) {
        ServiceCatalog catalog = mirror.service(service);
        return catalog == null
                ? List.of()
                : catalog.routable().stream()
                        .<ServiceInstance>map(RingmasterServiceInstance::of)
                        .toList();
    }

    static List<String> services(CatalogMirror mirror) {
        return mirror.serviceNames().stream()
                .filter(name -> {
                    ServiceCatalog catalog = mirror.service(name);
                    return catalog != null && !catalog.instances().isEmpty();
                })
                .toList();
    }
}
