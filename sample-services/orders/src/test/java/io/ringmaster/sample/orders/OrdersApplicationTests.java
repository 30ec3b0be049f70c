package io.ringmaster.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.http.HttpStatus.CONFLICT;
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
class OrdersApplicationTests {

    private static HttpServer inventory;

    @Autowired
    private QuoteController quotes;

    @Autowired
    private OrderController orders;

    @BeforeAll
    static void startInventory() throws IOException {
        inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/customers/alice/offers/hoop", 200, "{'inStock':3,'price':18.50,'servedBy':'stub','cache':'HIT'}");
        answer("/customers/alice/offers/cannon", 503, "{}");
        answer(
                "/customers/alice/reservations",
                201,
                "{'number':'0b8d7a0e-4c1d-4b63-9d3f-6f1f3a3c2b11','price':18.50,'servedBy':'stub'}");
        answer("/customers/bob/reservations", 409, "{}");
        inventory.start();
    }

    private static void answer(String path, int status, String json) {
        inventory.createContext(path, exchange -> {
            byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
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
        Quote quote = quotes.quote("alice", "hoop", 2, via);

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

    @Test
    void orderIsPlacedWithWhatInventorySetAside() {
        Order order = orders.order("alice", new Order.Wish("hoop", 2));

        assertThat(order.total()).isEqualByComparingTo("37.00");
        assertThat(order.reservation()).isNotNull();
    }

    @Test
    void orderOfMoreThanThereAreIsAConflict() {
        assertThatExceptionOfType(ResponseStatusException.class)
                .isThrownBy(() -> orders.order("bob", new Order.Wish("hoop", 2_000)))
                .satisfies(answer -> assertThat(answer.getStatusCode()).isEqualTo(CONFLICT));
    }

    private Object statusOf(String sku) {
        try {
            return quotes.quote("alice", sku, 1, QuoteController.Via.REST_CLIENT);
        } catch (ResponseStatusException answer) {
            return answer.getStatusCode();
        }
    }
}
