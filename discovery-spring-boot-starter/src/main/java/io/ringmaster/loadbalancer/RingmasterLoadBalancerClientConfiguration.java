package io.ringmaster.loadbalancer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.loadbalancer.core.DiscoveryClientServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplierBuilder;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import reactor.core.publisher.Flux;

/**
 * The beans that each load-balancer client gets in its own context, unless the user has some. No
 * {@code @Configuration}: in the application's context these beans would be shared by all services.
 */
public class RingmasterLoadBalancerClientConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnConsistentHash.class)
    ServiceInstanceListSupplier consistentHashServiceInstanceListSupplier(
            ConfigurableApplicationContext context, RoutingTables tables, RoutingRules rules) {
        String service = LoadBalancerClientFactory.getName(context.getEnvironment());
        ServiceInstanceListSupplierBuilder chain = ServiceInstanceListSupplier.builder()
                .withBase(
                        new SnapshotServiceInstanceListSupplier(service, tables.of(service), others(service, context)));
        if (rules.hint()) {
            chain = chain.withHints();
        }
        return chain.with(ConsistentHashServiceInstanceListSupplier::on).build(context);
    }

    /** Where services are looked up that the mirror does not know: with every discovery client of the application. */
    private static ServiceInstanceListSupplier others(String service, ConfigurableApplicationContext context) {
        @Nullable ReactiveDiscoveryClient reactive = reactiveClient(context);
        if (reactive != null) {
            return new DiscoveryClientServiceInstanceListSupplier(reactive, context.getEnvironment());
        }
        DiscoveryClient blocking =
                context.getBeanProvider(DiscoveryClient.class).getIfAvailable();
        return blocking != null
                ? new DiscoveryClientServiceInstanceListSupplier(blocking, context.getEnvironment())
                : new NoOthers(service);
    }

    private static @Nullable ReactiveDiscoveryClient reactiveClient(ConfigurableApplicationContext context) {
        return context.getBeanProvider(ReactiveDiscoveryClient.class).getIfAvailable();
    }

    private record NoOthers(String getServiceId) implements ServiceInstanceListSupplier {

        @Override
        public Flux<List<org.springframework.cloud.client.ServiceInstance>> get() {
            return Flux.just(List.of());
        }
    }
}
