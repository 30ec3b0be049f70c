package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.ChoiceCounts;
import io.ringmaster.loadbalancer.ConsistentHashServiceInstanceListSupplier;
import io.ringmaster.loadbalancer.HashKeyResolver;
import io.ringmaster.loadbalancer.InvalidHashKeyException;
import io.ringmaster.loadbalancer.MethodAwareRetryFilter;
import io.ringmaster.loadbalancer.MirrorFeed;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Ticker;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerCacheAutoConfiguration;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.RandomLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RetryAwareServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.accept.ApiVersionParser;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

class RingmasterLoadBalancerAutoConfigurationTests {

    private final MirrorFeed feed = MirrorFeed.of(
            MirrorFeed.inZone("inventory", "a", 1, "north"),
            MirrorFeed.inZone("inventory", "b", 2, "south"),
            MirrorFeed.inZone("inventory", "c", 3, "south"));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    UtilAutoConfiguration.class,
                    SimpleDiscoveryClientAutoConfiguration.class,
                    SimpleReactiveDiscoveryClientAutoConfiguration.class,
                    CompositeDiscoveryClientAutoConfiguration.class,
                    ReactiveCompositeDiscoveryClientAutoConfiguration.class,
                    CacheAutoConfiguration.class,
                    LoadBalancerAutoConfiguration.class,
                    LoadBalancerCacheAutoConfiguration.class,
                    ReactorLoadBalancerClientAutoConfiguration.class,
                    LoadBalancerBeanPostProcessorAutoConfiguration.class,
                    RingmasterLoadBalancerAutoConfiguration.class,
                    RingmasterFailoverAutoConfiguration.class))
            .withBean(CatalogMirror.class, feed::mirror)
            .withBean(Ticker.class, FakeTicker::new)
            .withPropertyValues("ringmaster.client.routing.balancing=load-balancer");

    @Test
    void callWithoutAKeyGetsTheLessBusyOfTwoUnlessToldOtherwise() {
        runner.withPropertyValues("ringmaster.client.routing.balancing=two-choices")
                .run(context -> {
                    Set<ServiceInstance> chosen = new HashSet<>();
                    for (int i = 0; i < 100; i++) {
                        assertThat(list(context, "inventory", null)).hasSize(1);
                        chosen.addAll(list(context, "inventory", null));
                    }
                    assertThat(chosen).hasSize(3);
                });
    }

    @Test
    void loadBalancerOfTheApplicationChoosesFromAll() {
        runner.withPropertyValues("ringmaster.client.routing.balancing=two-choices")
                .withUserConfiguration(BalancerOfTheService.class)
                .run(context -> {
                    assertThat(list(context, "inventory", null)).hasSize(3);
                });
    }

    @Test
    void boundThatIsNoneIsRefused() {
        for (String bound : new String[] {"0.9", "1", "-1", "NaN", "1000"}) {
            runner.withPropertyValues("ringmaster.client.routing.services.inventory.bounded-load=" + bound)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("ringmaster.client.routing.services.inventory.bounded-load is ")
                            .hasMessageContaining("Use more than 1, such as 1.25, or 0 for no bound."));
        }
    }

    @Test
    void everyServiceIsRoutedByKey() {
        runner.withPropertyValues("ringmaster.client.routing.hash-on=header:Key")
                .run(context -> {
                    ServiceInstanceListSupplier supplier = supplier(context, "inventory");
                    assertThat(supplier).isInstanceOf(RetryAwareServiceInstanceListSupplier.class);
                    assertThat(((DelegatingServiceInstanceListSupplier) supplier).getDelegate())
                            .isInstanceOf(ConsistentHashServiceInstanceListSupplier.class);
                    Set<ServiceInstance> owners = new HashSet<>();
                    for (int i = 0; i < 50; i++) {
                        assertThat(list(context, "inventory", "k" + i))
                                .hasSize(1)
                                .isEqualTo(list(context, "inventory", "k" + i));
                        owners.addAll(list(context, "inventory", "k" + i));
                    }
                    assertThat(owners).hasSize(3);
                    assertThat(list(context, "inventory", null)).hasSize(3);
                    assertThat(context.getBean(LoadBalancerClientFactory.class).getInstance("inventory"))
                            .isInstanceOf(RoundRobinLoadBalancer.class);
                });
    }

    @Test
    void nameOfTheServiceMayBeWrittenInCapitals() {
        runner.withPropertyValues("ringmaster.client.routing.services.inventory.hash-on=header:Key")
                .run(context -> {
                    assertThat(list(context, "INVENTORY", "k")).isEqualTo(list(context, "inventory", "k"));
                    assertThat(list(context, "INVENTORY", "k")).hasSize(1);
                });
    }

    @Test
    void pushIsSeenByTheNextCall() {
        runner.run(context -> {
            assertThat(list(context, "inventory", null)).hasSize(3);
            feed.remove("inventory", "a");
            assertThat(list(context, "inventory", null)).hasSize(2);
        });
    }

    @Test
    void serviceThatIsUnknownIsLookedUpWithTheOtherDiscoveryClients() {
        runner.withPropertyValues("spring.cloud.discovery.client.simple.instances.legacy[0].uri=http://10.0.0.1:80")
                .run(context -> {
                    assertThat(list(context, "legacy", null)).hasSize(1);
                    assertThat(list(context, "nobody", null)).isEmpty();
                });
    }

    @Test
    void serviceThatIsUnknownHasNoInstancesWhereThereIsNoOtherDiscoveryClient() {
        runner.withPropertyValues(
                        "spring.cloud.discovery.blocking.enabled=false",
                        "spring.cloud.discovery.reactive.enabled=false")
                .run(context -> {
                    assertThat(list(context, "nobody", null)).isEmpty();
                    assertThat(list(context, "inventory", null)).hasSize(3);
                });
    }

    @Test
    void propertyOfTheServiceWinsOverThatOfAllServices() {
        runner.withPropertyValues(
                        "ringmaster.client.routing.hash-on=header:Other",
                        "ringmaster.client.routing.services.inventory.hash-on=header:Missing, header:Key")
                .run(context -> assertThat(list(context, "inventory", "k")).hasSize(1));
    }

    @Test
    void emptyPropertyOfTheServiceMeansThatItsCallsHaveNoKey() {
        runner.withPropertyValues(
                        "ringmaster.client.routing.hash-on=header:Key",
                        "ringmaster.client.routing.services.inventory.hash-on=")
                .run(context -> assertThat(list(context, "inventory", "k")).hasSize(3));
    }

    @Test
    void beanFindsTheKey() {
        runner.withBean(HashKeyResolver.class, () -> (service, request) -> service + "-constant")
                .run(context -> assertThat(list(context, "inventory", null)).hasSize(1));
    }

    @Test
    void propertyOfTheServiceWinsOverTheBeanOfTheApplication() {
        runner.withBean(HashKeyResolver.class, () -> (service, request) -> "constant")
                .withPropertyValues("ringmaster.client.routing.services.inventory.hash-on=header:Key")
                .run(context -> assertThat(list(context, "inventory", null)).hasSize(3));
    }

    @Test
    void beanOfTheServiceWinsOverEverything() {
        runner.withBean(HashKeyResolver.class, () -> (service, request) -> null)
                .withPropertyValues("ringmaster.client.routing.services.inventory.hash-on=header:Missing")
                .withUserConfiguration(ResolverOfTheService.class)
                .run(context -> {
                    assertThat(list(context, "inventory", null)).hasSize(1);
                    assertThat(list(context, "other", null)).isEmpty();
                });
    }

    @Test
    void zonePreferenceKeepsCallsInTheZone() {
        runner.withPropertyValues(
                        "ringmaster.client.routing.hash-on=header:Key",
                        "ringmaster.client.routing.zone-preference=true",
                        "spring.cloud.loadbalancer.zone=north")
                .run(context -> {
                    for (int i = 0; i < 10; i++) {
                        assertThat(list(context, "inventory", "k" + i))
                                .singleElement()
                                .matches(instance -> instance.getInstanceId().equals("a"));
                    }
                });
    }

    @Test
    void hintLeavesOutTheOthersBeneathTheHashing() {
        feed.put(MirrorFeed.instance("inventory", "green", 4, null, 1, InstanceStatus.UP, Map.of("hint", "green")));
        runner.withPropertyValues(
                        "ringmaster.client.routing.hash-on=header:Key",
                        "ringmaster.client.routing.hint=true",
                        "spring.cloud.loadbalancer.hint.inventory=green")
                .run(context -> {
                    Request<?> hinted = new DefaultRequest<>(new RequestDataContext(data("k"), "green"));
                    assertThat(supplier(context, "inventory")
                                    .get(hinted)
                                    .single()
                                    .block())
                            .singleElement()
                            .matches(instance -> instance.getInstanceId().equals("green"));
                    assertThat(list(context, "inventory", "k")).hasSize(1);
                });
    }

    @Test
    void userSupplierOfTheServiceWins() {
        runner.withUserConfiguration(SupplierOfTheService.class).run(context -> {
            assertThat(list(context, "inventory", "k"))
                    .extracting(ServiceInstance::getHost)
                    .containsExactly("mine");
            assertThat(chain(context, "other")).contains(ConsistentHashServiceInstanceListSupplier.class);
        });
    }

    @Test
    void userSupplierOfTheApplicationWins() {
        runner.withBean(ServiceInstanceListSupplier.class, () -> new Mine("all"))
                .run(context -> assertThat(list(context, "inventory", "k"))
                        .extracting(ServiceInstance::getHost)
                        .containsExactly("mine"));
    }

    @Test
    void userChainEndsWithTheHashing() {
        runner.withPropertyValues("ringmaster.client.routing.hash-on=header:Key")
                .withUserConfiguration(ChainOfTheService.class)
                .run(context -> assertThat(list(context, "inventory", "k")).hasSize(1));
    }

    @Test
    void configurationOfSpringKeepsItsMeaning() {
        runner.withPropertyValues("spring.cloud.loadbalancer.configurations=zone-preference")
                .run(context -> assertThat(chain(context, "inventory"))
                        .doesNotContain(ConsistentHashServiceInstanceListSupplier.class)
                        .contains(CachingServiceInstanceListSupplier.class));
        runner.withPropertyValues("spring.cloud.loadbalancer.clients.inventory.configurations=default")
                .run(context -> {
                    assertThat(chain(context, "inventory"))
                            .doesNotContain(ConsistentHashServiceInstanceListSupplier.class);
                    assertThat(chain(context, "other")).contains(ConsistentHashServiceInstanceListSupplier.class);
                });
        runner.withPropertyValues("spring.cloud.loadbalancer.configurations=consistent-hash")
                .run(context -> assertThat(chain(context, "inventory"))
                        .contains(ConsistentHashServiceInstanceListSupplier.class)
                        .doesNotContain(CachingServiceInstanceListSupplier.class));
    }

    @Test
    void listCachedForAConfigurationOfSpringIsThrownAwayByAPush() {
        runner.withPropertyValues("spring.cloud.loadbalancer.configurations=zone-preference")
                .run(context -> {
                    list(context, "Inventory", null);
                    CacheManager caches = context.getBeanProvider(LoadBalancerCacheManager.class)
                            .getObject();
                    Cache cache = caches.getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
                    cache.put("Inventory", List.of());
                    cache.put("other", List.of());
                    feed.remove("inventory", "a");

                    assertThat(cache.get("Inventory")).isNull();
                    assertThat(cache.get("other")).isNotNull();
                });
    }

    @Test
    void retryFilterOfTheWebClientAsksForTheMethod() {
        runner.withPropertyValues("spring.cloud.loadbalancer.retry.enabled=true")
                .run(context -> assertThat(context)
                        .getBean(RetryableLoadBalancerExchangeFilterFunction.class)
                        .isInstanceOf(MethodAwareRetryFilter.class));
        runner.run(context -> assertThat(context).doesNotHaveBean(RetryableLoadBalancerExchangeFilterFunction.class));
    }

    @Test
    void withoutRetryClassesCallsAreStillRoutedByKey() {
        runner.withClassLoader(new FilteredClassLoader(RetryTemplate.class))
                .withPropertyValues("ringmaster.client.routing.hash-on=header:Key")
                .run(context -> assertThat(list(context, "inventory", "k")).hasSize(1));
    }

    @Test
    void withoutWebFluxCallsAreStillRoutedByKey() {
        runner.withClassLoader(new FilteredClassLoader(WebClient.class))
                .withPropertyValues("ringmaster.client.routing.hash-on=header:Key")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(RetryableLoadBalancerExchangeFilterFunction.class);
                    assertThat(list(context, "inventory", "k")).hasSize(1);
                });
    }

    @Test
    void isAbsentWithoutTheLoadBalancer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RingmasterLoadBalancerAutoConfiguration.class, RingmasterFailoverAutoConfiguration.class))
                .withBean(CatalogMirror.class, feed::mirror)
                .withBean(Ticker.class, FakeTicker::new)
                .withClassLoader(new FilteredClassLoader("org.springframework.cloud.loadbalancer"))
                .run(this::assertAbsent);
    }

    @Test
    void isAbsentWithoutSpringWeb() {
        runner.withClassLoader(new FilteredClassLoader(ApiVersionParser.class)).run(this::assertAbsent);
    }

    @Test
    void isAbsentWhenTheLoadBalancerIsOff() {
        runner.withPropertyValues("spring.cloud.loadbalancer.enabled=false").run(this::assertAbsent);
    }

    @Test
    void isAbsentWhenDiscoveryIsOff() {
        runner.withPropertyValues("spring.cloud.discovery.enabled=false").run(this::assertAbsent);
    }

    @Test
    void isAbsentWithoutAMirror() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LoadBalancerAutoConfiguration.class, RingmasterLoadBalancerAutoConfiguration.class))
                .run(this::assertAbsent);
    }

    @Test
    void addsNoExecutorThatWouldReplaceThatOfTheApplication() {
        runner.run(
                context -> assertThat(context).doesNotHaveBean(Executor.class).hasSingleBean(ChoiceCounts.class));
    }

    @Test
    void keyThatCannotBeUnderstoodStopsTheStartAndShowsRightOnes() {
        runner.withPropertyValues("ringmaster.client.routing.services.inventory.hash-on=heder:X-Customer-Id")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(InvalidHashKeyException.class);
                    FailureAnalysis analysis = new InvalidHashKeyFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains(
                                    "'ringmaster.client.routing.services.inventory.hash-on'", "'heder:X-Customer-Id'");
                    assertThat(analysis.getAction()).contains("header:X-Customer-Id", "path:/carts/{id}");
                });
    }

    private void assertAbsent(AssertableApplicationContext context) {
        assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("ringmasterRoutingTables")
                .doesNotHaveBean("ringmasterRoutingRules");
    }

    private static ServiceInstanceListSupplier supplier(ApplicationContext context, String service) {
        return context.getBean(LoadBalancerClientFactory.class)
                .getLazyProvider(service, ServiceInstanceListSupplier.class)
                .getIfAvailable();
    }

    private static List<Class<?>> chain(ApplicationContext context, String service) {
        List<Class<?>> classes = new ArrayList<>();
        ServiceInstanceListSupplier next = supplier(context, service);
        while (next != null) {
            classes.add(next.getClass());
            next = next instanceof DelegatingServiceInstanceListSupplier delegating ? delegating.getDelegate() : null;
        }
        return classes;
    }

    private static List<ServiceInstance> list(ApplicationContext context, String service, String key) {
        return supplier(context, service)
                .get(new DefaultRequest<>(new RequestDataContext(data(key))))
                .next()
                .block();
    }

    private static RequestData data(String key) {
        HttpHeaders headers = new HttpHeaders();
        if (key != null) {
            headers.add("Key", key);
        }
        return new RequestData(HttpMethod.GET, URI.create("http://inventory/"), headers, null, null);
    }

    private record Mine(String getServiceId) implements ServiceInstanceListSupplier {

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(List.of(new DefaultServiceInstance("1", getServiceId, "mine", 1, false)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @LoadBalancerClient(name = "inventory", configuration = OwnSupplier.class)
    static class SupplierOfTheService {}

    static class OwnSupplier {

        @Bean
        ServiceInstanceListSupplier mine() {
            return new Mine("inventory");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @LoadBalancerClient(name = "inventory", configuration = OwnBalancer.class)
    static class BalancerOfTheService {}

    static class OwnBalancer {

        @Bean
        ReactorServiceInstanceLoadBalancer mine(LoadBalancerClientFactory clients) {
            return new RandomLoadBalancer(
                    clients.getLazyProvider("inventory", ServiceInstanceListSupplier.class), "inventory");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @LoadBalancerClient(name = "inventory", configuration = OwnResolver.class)
    static class ResolverOfTheService {}

    static class OwnResolver {

        @Bean
        HashKeyResolver mine() {
            return (service, request) -> "constant";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @LoadBalancerClient(name = "inventory", configuration = OwnChain.class)
    static class ChainOfTheService {}

    static class OwnChain {

        @Bean
        ServiceInstanceListSupplier mine(ConfigurableApplicationContext context) {
            return ServiceInstanceListSupplier.builder()
                    .withBase(new Three())
                    .with(ConsistentHashServiceInstanceListSupplier::on)
                    .build(context);
        }
    }

    private record Three() implements ServiceInstanceListSupplier {

        @Override
        public String getServiceId() {
            return "inventory";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(List.of(
                    new DefaultServiceInstance("a", "inventory", "h", 1, false),
                    new DefaultServiceInstance("b", "inventory", "h", 2, false)));
        }
    }
}
