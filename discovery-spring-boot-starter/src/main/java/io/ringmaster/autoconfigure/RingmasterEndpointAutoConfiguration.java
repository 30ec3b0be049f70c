package io.ringmaster.autoconfigure;

import io.ringmaster.actuate.RingmasterEndpoint;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.RoutingRules;
import io.ringmaster.loadbalancer.RoutingTables;
import io.ringmaster.routing.Route;
import io.ringmaster.time.Ticker;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@code /actuator/ringmaster}. Where nothing is load-balanced it shows the mirror and the rings all the same. */
@AutoConfiguration(after = RingmasterLoadBalancerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = RingmasterEndpoint.class)
@ConditionalOnBean(CatalogMirror.class)
public final class RingmasterEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RingmasterEndpoint ringmasterEndpoint(
            CatalogMirror mirror,
            ObjectProvider<RoutingRules> routingRules,
            ObjectProvider<RoutingTables> routingTables,
            Ticker ticker) {
        RoutingRules rules = routingRules.getIfAvailable();
        RoutingTables tables = routingTables.getIfAvailable();
        return new RingmasterEndpoint(
                mirror, service -> rules == null ? List.of() : rules.hashOn(service), (ring, key) -> {
                    Route asCalled = tables == null
                            ? null
                            : tables.explain(ring.service().name(), key);
                    return asCalled != null
                            ? asCalled
                            : ring.explain(key, ticker.now().instant().toEpochMilli());
                });
    }
}
