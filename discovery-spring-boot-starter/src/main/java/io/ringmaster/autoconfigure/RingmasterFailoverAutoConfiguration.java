package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.MethodAwareRetryFilter;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryPolicy;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Lets a {@code WebClient} fail over without ever repeating a call that must not be repeated; the blocking clients need no
 * bean for it. That retries are on at all is a default of {@link FailoverEnvironmentPostProcessor}.
 */
@AutoConfiguration(
        after = RingmasterLoadBalancerAutoConfiguration.class,
        before = {ReactorLoadBalancerClientAutoConfiguration.class, LoadBalancerBeanPostProcessorAutoConfiguration.class
        })
@ConditionalOnClass({WebClient.class, RetryableLoadBalancerExchangeFilterFunction.class})
@ConditionalOnBean(type = "io.ringmaster.loadbalancer.RoutingTables", value = ReactiveLoadBalancer.Factory.class)
@ConditionalOnBooleanProperty("spring.cloud.loadbalancer.retry.enabled")
public final class RingmasterFailoverAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RetryableLoadBalancerExchangeFilterFunction ringmasterRetryFilter(
            LoadBalancerRetryPolicy.Factory policies,
            ReactiveLoadBalancer.Factory<ServiceInstance> clients,
            ObjectProvider<List<LoadBalancerClientRequestTransformer>> transformers) {
        return new MethodAwareRetryFilter(policies, clients, transformers.getIfAvailable(List::of));
    }
}
