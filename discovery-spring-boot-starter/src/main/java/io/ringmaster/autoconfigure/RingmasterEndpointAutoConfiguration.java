package io.ringmaster.autoconfigure;

import io.ringmaster.actuate.RingmasterEndpoint;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.RoutingRules;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds {@code /actuator/ringmaster}. Where nothing is load-balanced it shows the mirror and the rings all the same. */
@AutoConfiguration(after = RingmasterLoadBalancerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = RingmasterEndpoint.class)
@ConditionalOnBean(CatalogMirror.class)
public final class RingmasterEndpointAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(type = "io.ringmaster.loadbalancer.RoutingRules")
    static class RoutedConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RingmasterEndpoint ringmasterEndpoint(CatalogMirror mirror, RoutingRules rules) {
            return new RingmasterEndpoint(mirror, rules::hashOn);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RingmasterEndpoint ringmasterEndpoint(CatalogMirror mirror) {
            return new RingmasterEndpoint(mirror, service -> List.of());
        }
    }
}
