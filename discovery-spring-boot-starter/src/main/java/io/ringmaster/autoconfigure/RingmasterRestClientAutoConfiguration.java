package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.RestClientAttributes;
import io.ringmaster.loadbalancer.RoutingTables;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/** Lets the routing key of a load-balanced {@code RestClient} or HTTP interface be an attribute of the request. */
@AutoConfiguration(after = RingmasterLoadBalancerAutoConfiguration.class)
@ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
@ConditionalOnBean(RoutingTables.class)
public final class RingmasterRestClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static RestClientAttributes ringmasterRestClientAttributes(ListableBeanFactory beans) {
        return new RestClientAttributes(beans);
    }
}
