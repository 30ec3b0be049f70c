package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.MethodAwareRetryFilter;
import io.ringmaster.loadbalancer.UnsentCallRetryFactory;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancedRetryFactory;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryPolicy;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.cloud.loadbalancer.blocking.retry.BlockingLoadBalancedRetryFactory;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Lets a call fail over without ever repeating one that must not be repeated. That retries are on at all is a default of
 * {@link FailoverEnvironmentPostProcessor}.
 */
@AutoConfiguration(
        after = RingmasterLoadBalancerAutoConfiguration.class,
        before = {
            BlockingLoadBalancerClientAutoConfiguration.class,
            ReactorLoadBalancerClientAutoConfiguration.class,
            LoadBalancerBeanPostProcessorAutoConfiguration.class
        })
@ConditionalOnBean(type = "io.ringmaster.loadbalancer.RoutingTables", value = ReactiveLoadBalancer.Factory.class)
@ConditionalOnBooleanProperty("spring.cloud.loadbalancer.retry.enabled")
public final class RingmasterFailoverAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebClient.class, RetryableLoadBalancerExchangeFilterFunction.class})
    static class WebClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RetryableLoadBalancerExchangeFilterFunction ringmasterRetryFilter(
                LoadBalancerRetryPolicy.Factory policies,
                ReactiveLoadBalancer.Factory<ServiceInstance> clients,
                ObjectProvider<List<LoadBalancerClientRequestTransformer>> transformers) {
            return new MethodAwareRetryFilter(policies, clients, transformers.getIfAvailable(List::of));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RetryTemplate.class, BlockingLoadBalancedRetryFactory.class})
    static class BlockingConfiguration {

        @Bean
        @ConditionalOnMissingBean
        LoadBalancedRetryFactory ringmasterRetryFactory(ReactiveLoadBalancer.Factory<ServiceInstance> clients) {
            return new UnsentCallRetryFactory(clients);
        }
    }
}
