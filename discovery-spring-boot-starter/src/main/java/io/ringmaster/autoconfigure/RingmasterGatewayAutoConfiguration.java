package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.CallTracking;
import io.ringmaster.loadbalancer.CancelledGatewayCalls;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.context.annotation.Bean;

/** Hears of cancelled calls of Spring Cloud Gateway on WebFlux. */
@AutoConfiguration(after = RingmasterLoadBalancerAutoConfiguration.class)
@ConditionalOnClass(ReactiveLoadBalancerClientFilter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(CallTracking.class)
public final class RingmasterGatewayAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CancelledGatewayCalls ringmasterCancelledGatewayCalls(CallTracking tracking) {
        return new CancelledGatewayCalls(tracking);
    }
}
