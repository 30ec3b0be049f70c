package io.ringmaster.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringmaster.actuate.ClientMeters;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.ChoiceCounts;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the meters of the client where there is a meter registry to take them. */
@AutoConfiguration(
        after = RingmasterLoadBalancerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({CatalogMirror.class, MeterRegistry.class})
public final class RingmasterMetersAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(type = "io.ringmaster.loadbalancer.ChoiceCounts")
    static class RoutedConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ClientMeters ringmasterClientMeters(CatalogMirror mirror, ChoiceCounts counts) {
            return new ClientMeters(
                    mirror, Map.of("owner", counts::owner, "failover", counts::failover, "no-key", counts::noKey));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ClientMeters ringmasterClientMeters(CatalogMirror mirror) {
            return new ClientMeters(mirror, Map.of());
        }
    }
}
