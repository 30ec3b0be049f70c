package io.ringmaster.benchmarks;

import io.ringmaster.autoconfigure.RingmasterLoadBalancerAutoConfiguration;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.discovery.RingmasterServiceInstance;
import io.ringmaster.loadbalancer.CallTracking;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import io.ringmaster.time.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.cache.DefaultLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheProperties;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.RandomLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RequestBasedStickySessionServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.loadbalancer.support.SimpleObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Flux;

/** Load balancers with their chains of suppliers as an application would have them, ours and Spring's, all over the same instances. */
final class Chains {

    static final String SERVICE = "inventory";
    static final String KEY_HEADER = "X-Customer-Id";

    private Chains() {}

    /** A load balancer and what follows its calls from start to end. */
    record Ours(ReactiveLoadBalancer<ServiceInstance> balancer, CallTracking tracking) {}

    /** Ours, from the starter's own auto-configuration, fed by a mirror that has received one list. */
    static Ours ringmaster(List<Instance> instances, String boundedLoad) {
        CatalogMirror mirror = new CatalogMirror();
        Revision revision = new Revision("benchmark", 1);
        mirror.connected();
        mirror.snapshot(new ServiceSnapshot(SERVICE, true, revision, null, instances));
        mirror.synced(new WatchEvent.Synced(revision, true));

        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "benchmark",
                        Map.of(
                                "ringmaster.client.routing.hash-on",
                                "header:" + KEY_HEADER,
                                "ringmaster.client.routing.bounded-load",
                                boundedLoad)));
        application.registerBean(CatalogMirror.class, () -> mirror);
        application.registerBean(Ticker.class, Ticker::system);
        application.register(Starter.class);
        application.refresh();
        return new Ours(
                application.getBean(LoadBalancerClientFactory.class).getInstance(SERVICE),
                application.getBean(CallTracking.class));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({LoadBalancerAutoConfiguration.class, RingmasterLoadBalancerAutoConfiguration.class})
    static class Starter {}

    /** Spring's round robin. */
    static ReactiveLoadBalancer<ServiceInstance> roundRobin(ServiceInstanceListSupplier supplier) {
        return new RoundRobinLoadBalancer(new SimpleObjectProvider<>(supplier), SERVICE);
    }

    /** Spring's random choice. */
    static ReactiveLoadBalancer<ServiceInstance> random(ServiceInstanceListSupplier supplier) {
        return new RandomLoadBalancer(new SimpleObjectProvider<>(supplier), SERVICE);
    }

    /** The bare list. */
    static ServiceInstanceListSupplier fixed(List<Instance> instances) {
        List<ServiceInstance> list = List.copyOf(
                instances.stream().map(RingmasterServiceInstance::of).toList());
        return new Fixed(SERVICE, Flux.just(list));
    }

    /** The list behind Spring's cache, where its default chain has it. */
    static ServiceInstanceListSupplier cached(List<Instance> instances) {
        return new CachingServiceInstanceListSupplier(
                fixed(instances), new DefaultLoadBalancerCacheManager(new LoadBalancerCacheProperties()));
    }

    /** Spring's supplier that finds the instance which the cookie names. */
    static ServiceInstanceListSupplier sticky(List<Instance> instances) {
        return new RequestBasedStickySessionServiceInstanceListSupplier(fixed(instances), new OnlyProperties());
    }

    static List<Instance> instances(int size) {
        List<Instance> instances = new ArrayList<>();
        Sets.equal(size, 1).forEach(member -> {
            String[] address = member.identity().split(":", 2);
            Registration claim = new Registration(
                    SERVICE,
                    member.identity(),
                    null,
                    address[0],
                    Integer.parseInt(address[1]),
                    null,
                    1,
                    Map.of(),
                    9,
                    Check.TCP,
                    null,
                    0);
            instances.add(new Instance(
                    claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, Instant.EPOCH, Instant.EPOCH));
        });
        return instances;
    }

    private record Fixed(String getServiceId, Flux<List<ServiceInstance>> get) implements ServiceInstanceListSupplier {}

    /** All that the sticky supplier asks the factory for. */
    private static final class OnlyProperties implements ReactiveLoadBalancer.Factory<ServiceInstance> {

        private final LoadBalancerProperties properties = new LoadBalancerProperties();

        @Override
        public LoadBalancerProperties getProperties(String service) {
            return properties;
        }

        @Override
        public ReactiveLoadBalancer<ServiceInstance> getInstance(String service) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <X> Map<String, X> getInstances(String name, Class<X> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <X> X getInstance(String name, Class<?> type, Class<?>... generics) {
            throw new UnsupportedOperationException();
        }
    }
}
