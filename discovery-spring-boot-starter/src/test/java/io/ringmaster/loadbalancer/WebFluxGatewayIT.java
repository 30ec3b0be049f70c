package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class WebFluxGatewayIT extends RoutedCalls {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    private static ConfigurableApplicationContext gateway;

    @BeforeAll
    static void start() {
        gateway = start(
                WebApplicationType.REACTIVE,
                Application.class,
                ROUTE + "id=inventory",
                ROUTE + "uri=lb://inventory",
                ROUTE + "predicates[0]=Path=/stock,/other",
                ROUTE + "filters[0].name=Retry",
                ROUTE + "filters[0].args.retries=2");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Override
    String call(String path, @Nullable String key) {
        return GatewayCalls.get(gateway, path, key);
    }

    @Test
    void callWhoseClientHasGoneIsNoLongerInFlight() {
        String owner = order("customer-9").get(0);
        server(owner).answersAfter(Duration.ofHours(1));
        int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stock"))
                .header(HEADER, "customer-9")
                .timeout(Duration.ofMillis(500))
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server(owner).hits()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(inFlight(owner)).isZero());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
