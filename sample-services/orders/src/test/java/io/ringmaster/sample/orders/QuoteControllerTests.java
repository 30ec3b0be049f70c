package io.ringmaster.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.server.ResponseStatusException;

/** How an application with the starter is tested without a registry: the instances stand in a property. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = "ringmaster.client.enabled=false")
class QuoteControllerTests {

    private static HttpServer inventory;

    @Autowired
    private QuoteController controller;

    @BeforeAll
    static void startInventory() throws IOException {
        inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inventory.createContext("/customers/alice/offers/hoop", exchange -> {
            byte[] body = "{\"inStock\":3,\"price\":18.50,\"servedBy\":\"stub\",\"cache\":\"HIT\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        inventory.createContext("/customers/alice/offers/cannon", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        inventory.start();
    }

    @AfterAll
    static void stopInventory() {
        inventory.stop(0);
    }

    @DynamicPropertySource
    static void instances(DynamicPropertyRegistry registry) {
        registry.add(
                "spring.cloud.discovery.client.simple.instances.inventory[0].uri",
                () -> "http://127.0.0.1:" + inventory.getAddress().getPort());
    }

    @ParameterizedTest
    @EnumSource(QuoteController.Via.class)
    void everyClientFindsInventoryByItsName(QuoteController.Via via) {
        Quote quote = controller.quote("alice", "hoop", 2, via);

        assertThat(quote.total()).isEqualByComparingTo("37.00");
        assertThat(quote.servedBy()).isEqualTo("stub");
    }

    @Test
    void unknownArticleIsNotFound() {
        assertThat(statusOf("elephant")).isEqualTo(NOT_FOUND);
    }

    @Test
    void inventoryInTroubleMakesTheServiceUnavailable() {
        assertThat(statusOf("cannon")).isEqualTo(SERVICE_UNAVAILABLE);
    }

    private Object statusOf(String sku) {
        try {
            return controller.quote("alice", sku, 1, QuoteController.Via.REST_CLIENT);
        } catch (ResponseStatusException answer) {
            return answer.getStatusCode();
        }
    }
}
