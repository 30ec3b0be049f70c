package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
        application = start(WebApplicationType.NONE, Application.class);
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
