package io.ringmaster.loadbalancer;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/**
 * The source of the chain: the instances that may be called, straight from the mirror, with no cache in between, so that a
 * push counts from the next call on. A service that the mirror knows and that has no instances has none; one that the
 * mirror does not know at all is left to the other discovery clients of the application. Always emits exactly one list.
 */
final class SnapshotServiceInstanceListSupplier implements ServiceInstanceListSupplier {

    private final String serviceId;
    private final ServiceRoutes routes;
    private final ServiceInstanceListSupplier others;

    SnapshotServiceInstanceListSupplier(String serviceId, ServiceRoutes routes, ServiceInstanceListSupplier others) {
        this.serviceId = serviceId;
        this.routes = routes;
        this.others = others;
    }

    @Override
    public String getServiceId() {
        return serviceId;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        RoutingTable table = routes.current();
        return table == null ? others.get() : table.flux();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Flux<List<ServiceInstance>> get(Request request) {
        return get();
    }
}
