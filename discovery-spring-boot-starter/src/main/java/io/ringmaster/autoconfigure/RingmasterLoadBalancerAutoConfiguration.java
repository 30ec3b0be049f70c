package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.loadbalancer.CachedListEviction;
import io.ringmaster.loadbalancer.CallTracking;
import io.ringmaster.loadbalancer.ChoiceCounts;
import io.ringmaster.loadbalancer.RingmasterLoadBalancerClientConfiguration;
import io.ringmaster.loadbalancer.RoutingRules;
import io.ringmaster.loadbalancer.RoutingTables;
import io.ringmaster.loadbalancer.TrafficRules;
import io.ringmaster.time.Ticker;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerCacheAutoConfiguration;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.accept.ApiVersionParser;

/**
 * Feeds Spring Cloud LoadBalancer from the mirror and routes its calls by key. Without {@code spring-web} the contexts of
 * its clients cannot start, so this stays away then; discovery works all the same.
 */
@AutoConfiguration(
        after = {LoadBalancerAutoConfiguration.class, LoadBalancerCacheAutoConfiguration.class},
        afterName = "io.ringmaster.autoconfigure.RingmasterClientAutoConfiguration")
@ConditionalOnClass({LoadBalancerClientFactory.class, ApiVersionParser.class})
@ConditionalOnDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "spring.cloud.loadbalancer.enabled", matchIfMissing = true)
@ConditionalOnBean({CatalogMirror.class, LoadBalancerClientFactory.class})
@EnableConfigurationProperties(RoutingProperties.class)
@LoadBalancerClients(defaultConfiguration = RingmasterLoadBalancerClientConfiguration.class)
public final class RingmasterLoadBalancerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RoutingRules ringmasterRoutingRules(RoutingProperties properties) {
        return RoutingRules.of(properties.hashOn(), properties.hashOnByService(), properties.hint());
    }

    @Bean
    @ConditionalOnMissingBean
    TrafficRules ringmasterTrafficRules(RoutingProperties properties, Environment environment) {
        String zone = environment.getProperty("spring.cloud.loadbalancer.zone");
        return properties.trafficRules(StringUtils.hasText(zone) ? zone : null);
    }

    @Bean
    @ConditionalOnMissingBean
    RoutingTables ringmasterRoutingTables(CatalogMirror mirror, TrafficRules rules, Ticker ticker) {
        // One thread, and none while nothing changes. At most one task per called service is ever waiting.
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "ringmaster-routing");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return new RoutingTables(mirror, executor, rules, ticker);
    }

    @Bean
    @ConditionalOnMissingBean
    ChoiceCounts ringmasterChoiceCounts() {
        return new ChoiceCounts();
    }

    @Bean
    @ConditionalOnMissingBean
    CallTracking ringmasterCallTracking(RoutingTables tables, Ticker ticker, ObjectProvider<RegistrySession> session) {
        return new CallTracking(
                tables, ticker, instance -> session.ifAvailable(present -> present.callFailed(instance)));
    }

    /** Only for users of Spring's own load-balancer configurations, since ours has no cache. */
    @Bean
    SmartInitializingSingleton ringmasterCachedListEviction(
            CatalogMirror mirror, BeanFactory beans, LoadBalancerClientFactory clients) {
        // Asked of the factory, because Spring Cloud keeps its cache manager from being injected.
        return () -> beans.getBeanProvider(LoadBalancerCacheManager.class)
                .ifAvailable(caches -> mirror.addListener(new CachedListEviction(caches, clients)));
    }
}
