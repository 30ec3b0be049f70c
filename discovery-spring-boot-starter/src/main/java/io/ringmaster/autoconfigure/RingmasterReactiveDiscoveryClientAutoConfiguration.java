package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.discovery.RingmasterReactiveDiscoveryClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.cloud.client.ConditionalOnDiscoveryHealthIndicatorEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.health.DiscoveryClientHealthIndicatorProperties;
import org.springframework.cloud.client.discovery.health.reactive.ReactiveDiscoveryClientHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The reactive discovery client and its health. */
@AutoConfiguration(
        after = {RingmasterClientAutoConfiguration.class, ReactiveCompositeDiscoveryClientAutoConfiguration.class},
        before = ReactiveCommonsClientAutoConfiguration.class)
@ConditionalOnRingmasterEnabled
@ConditionalOnReactiveDiscoveryEnabled
public final class RingmasterReactiveDiscoveryClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RingmasterReactiveDiscoveryClient ringmasterReactiveDiscoveryClient(
            CatalogMirror mirror, RingmasterClientProperties properties) {
        return new RingmasterReactiveDiscoveryClient(mirror, properties.order());
    }

    /** Health is optional. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactiveHealthIndicator.class)
    @ConditionalOnDiscoveryHealthIndicatorEnabled
    @EnableConfigurationProperties(DiscoveryClientHealthIndicatorProperties.class)
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "ringmasterReactiveHealthIndicator")
        ReactiveDiscoveryClientHealthIndicator ringmasterReactiveHealthIndicator(
                RingmasterReactiveDiscoveryClient client, DiscoveryClientHealthIndicatorProperties properties) {
            return new ReactiveDiscoveryClientHealthIndicator(client, properties);
        }
    }
}
