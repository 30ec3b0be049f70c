package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.RestClientAttributes;
import io.ringmaster.loadbalancer.RoutingTables;
import io.ringmaster.loadbalancer.TrafficRules;
import io.ringmaster.time.FakeTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

class RingmasterRestClientAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RingmasterRestClientAutoConfiguration.class))
            .withBean(
                    RoutingTables.class,
                    () -> new RoutingTables(
                            new CatalogMirror(),
                            Executors.newSingleThreadExecutor(),
                            TrafficRules.DEFAULT,
                            new FakeTicker()));

    @Test
    void standsFirstInLoadBalancedBuildersAndInNoOther() {
        runner.withUserConfiguration(Builders.class).run(context -> {
            RestClientAttributes own = context.getBean(RestClientAttributes.class);
            assertThat(interceptors(context.getBean("balanced", RestClient.Builder.class)))
                    .startsWith(own)
                    .hasSize(2);
            assertThat(interceptors(context.getBean("plain", RestClient.Builder.class)))
                    .isEmpty();
        });
    }

    @Test
    void backsOffWhenTheApplicationHasItsOwn() {
        runner.withUserConfiguration(Own.class)
                .run(context ->
                        assertThat(context).getBean(RestClientAttributes.class).isSameAs(context.getBean("own")));
    }

    @Test
    void isAbsentWithoutTheClass() {
        runner.withClassLoader(new FilteredClassLoader(RestClientHttpServiceGroupConfigurer.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RestClientAttributes.class));
    }

    @Test
    void isAbsentWhereNothingIsLoadBalanced() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RingmasterRestClientAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RestClientAttributes.class));
    }

    private static List<ClientHttpRequestInterceptor> interceptors(RestClient.Builder builder) {
        List<ClientHttpRequestInterceptor> all = new ArrayList<>();
        builder.requestInterceptors(all::addAll);
        return all;
    }

    @Configuration(proxyBeanMethods = false)
    static class Builders {

        @Bean
        @LoadBalanced
        RestClient.Builder balanced() {
            return RestClient.builder().requestInterceptor((request, body, next) -> next.execute(request, body));
        }

        @Bean
        RestClient.Builder plain() {
            return RestClient.builder();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        static RestClientAttributes own(ListableBeanFactory beans) {
            return new RestClientAttributes(beans);
        }
    }
}
