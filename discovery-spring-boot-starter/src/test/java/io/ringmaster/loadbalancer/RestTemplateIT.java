package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
import org.springframework.http.RequestEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestTemplate;

class RestTemplateIT extends RoutedCalls {

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = start(WebApplicationType.NONE, Application.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Override
    String call(String path, @Nullable String key) {
        RequestEntity.HeadersBuilder<?> request = RequestEntity.get("http://inventory" + path);
        headers(key).forEach(request::header);
        return application
                .getBean(RestTemplate.class)
                .exchange(request.build(), String.class)
                .getBody();
    }

    @Test
    void postIsNotRepeated() {
        assertThatThrownBy(() -> application
                        .getBean(RestTemplate.class)
                        .exchange(
                                RequestEntity.post("http://inventory/break")
                                        .header(HEADER, "k")
                                        .body("order"),
                                String.class))
                .isInstanceOf(ResourceAccessException.class);
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void postGoesOnToTheNextWhenItWasNotSent() {
        List<String> order = order("k");
        server(order.get(0)).close();
        server(order.get(1)).close();

        assertThat(application
                        .getBean(RestTemplate.class)
                        .exchange(
                                RequestEntity.post("http://inventory/stock")
                                        .header(HEADER, "k")
                                        .body("order"),
                                String.class)
                        .getBody())
                .isEqualTo(order.get(2));
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void keyOfASingleCallIsOfTheThread() {
        keyOfASingleCallDecides((path, key) -> RoutingKey.call(key, () -> call(path, "another")));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }
    }
}
