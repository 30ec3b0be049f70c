package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.CallTracking;
import io.ringmaster.loadbalancer.CancelledCalls;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/** Hears of cancelled calls of a load-balanced {@code WebClient}. After Spring's own, so that it stands behind it. */
@AutoConfiguration(
        after = {LoadBalancerBeanPostProcessorAutoConfiguration.class, RingmasterLoadBalancerAutoConfiguration.class})
@ConditionalOnClass(WebClient.class)
@ConditionalOnBean(CallTracking.class)
public final class RingmasterWebClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static CancelledCalls ringmasterCancelledCalls(ListableBeanFactory beans, ObjectProvider<CallTracking> tracking) {
        return new CancelledCalls(beans, tracking);
    }
}
