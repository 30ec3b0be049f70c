package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
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
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

class WebClientIT extends RoutedCalls {

    private static ConfigurableApplicationContext application;
    private static WebClient client;

    @BeforeAll
    static void start() {
        application = start(
                WebApplicationType.NONE,
                Application.class,
                "ringmaster.client.routing.services.inventory.hash-on=header:X-Customer-Id,cookie:session,attribute:customer");
        client = application.getBean(WebClient.Builder.class).clone().build();
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
                .bodyToMono(String.class)
                .block();
    }

    @Test
    void keyIsFoundInACookieAndInAnAttributeToo() {
        for (int i = 0; i < 10; i++) {
            String key = "customer-" + i;
            assertThat(client.get()
                            .uri("http://inventory/stock")
                            .cookie("session", key)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block())
                    .isEqualTo(order(key).get(0));
            assertThat(client.get()
                            .uri("http://inventory/stock")
                            .attribute("customer", key)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block())
                    .isEqualTo(order(key).get(0));
        }
    }

    @Test
    void keyOfASingleCallIsAnAttribute() {
        keyOfASingleCallDecides((path, key) -> client.get()
                .uri("http://inventory" + path)
                .header(HEADER, "another")
                .attribute(RoutingKey.ATTRIBUTE, key)
                .retrieve()
                .bodyToMono(String.class)
                .block());
    }

    @Test
    void postIsNotRepeated() {
        assertThatThrownBy(() -> client.post()
                        .uri("http://inventory/break")
                        .header(HEADER, "k")
                        .bodyValue("order")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isInstanceOf(WebClientRequestException.class);
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void postGoesOnToTheNextWhenItWasNotSent() {
        List<String> order = order("k");
        server(order.get(0)).close();
        server(order.get(1)).close();

        assertThat(client.post()
                        .uri("http://inventory/stock")
                        .header(HEADER, "k")
                        .bodyValue("order")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isEqualTo(order.get(2));
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void callThatIsGivenUpIsNoLongerInFlight() {
        String owner = order("customer-9").get(0);
        server(owner).answersAfter(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.get()
                            .uri("http://inventory/stock")
                            .header(HEADER, "customer-9")
                            .retrieve()
                            .bodyToMono(String.class)
                            .timeout(Duration.ofMillis(200))
                            .block())
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        assertThat(server(owner).hits()).isEqualTo(3);
        assertThat(inFlight(owner)).isZero();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @LoadBalanced
        WebClient.Builder webClientBuilder() {
            return WebClient.builder();
        }
    }
}
