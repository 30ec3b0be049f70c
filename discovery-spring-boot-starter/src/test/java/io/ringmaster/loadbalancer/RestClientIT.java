package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

class RestClientIT extends RoutedCalls {

    private static ConfigurableApplicationContext application;
    private static RestClient client;

    @BeforeAll
    static void start() {
        application = start(
                WebApplicationType.NONE,
                Application.class,
                "ringmaster.client.routing.services.inventory.hash-on=header:" + HEADER + ",attribute:customer");
        client = application.getBean(RestClient.Builder.class).clone().build();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Override
    String call(String path, @Nullable String key) {
        return client.get()
                .uri("http://inventory" + path)
                .headers(headers -> headers(key).forEach(headers::add))
                .retrieve()
                .body(String.class);
    }

    @Test
    void keyOfASingleCallIsAnAttribute() {
        keyOfASingleCallDecides((path, key) -> client.get()
                .uri("http://inventory" + path)
                .attribute(RoutingKey.ATTRIBUTE, key)
                .retrieve()
                .body(String.class));
    }

    @Test
    void keyOfASingleCallIsOfTheThread() {
        keyOfASingleCallDecides((path, key) -> RoutingKey.call(key, () -> call(path, "another")));
    }

    @Test
    void attributeThatThePropertiesNameIsFound() {
        for (int i = 0; i < 10; i++) {
            String key = "customer-" + i;
            assertThat(client.get()
                            .uri("http://inventory/stock")
                            .attribute("customer", key)
                            .retrieve()
                            .body(String.class))
                    .isEqualTo(order(key).get(0));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @LoadBalanced
        RestClient.Builder restClientBuilder() {
            return RestClient.builder();
        }
    }
}
