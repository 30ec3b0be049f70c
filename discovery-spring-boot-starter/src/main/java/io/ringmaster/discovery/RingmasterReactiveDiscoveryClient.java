package io.ringmaster.discovery;

import io.ringmaster.client.CatalogMirror;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers out of the mirror, as it is at the moment of subscription, and never with an error. Any thread may call it. */
public final class RingmasterReactiveDiscoveryClient implements ReactiveDiscoveryClient {

    private final CatalogMirror mirror;
    private final int order;

    /**
     * @param order place among the discovery clients of the application
     */
    public RingmasterReactiveDiscoveryClient(CatalogMirror mirror, int order) {
        this.mirror = mirror;
        this.order = order;
    }

    @Override
    public String description() {
        return "Ringmaster reactive discovery client";
    }

    /** Emits the instances that callers may use; none when the service is unknown or has none. */
    @Override
    public Flux<ServiceInstance> getInstances(String service) {
        return Flux.defer(() -> Flux.fromIterable(RingmasterDiscoveryClient.instances(mirror, service)));
    }

    /** Emits the services that have an instance, whatever its status. */
    @Override
    public Flux<String> getServices() {
        return Flux.defer(() -> Flux.fromIterable(RingmasterDiscoveryClient.services(mirror)));
    }

    /** Completes: a registry that is away takes nothing from an application that has its list. */
    @Override
    public Mono<Void> reactiveProbe() {
        return Mono.empty();
    }

    @Override
    public int getOrder() {
        return order;
    }
}
