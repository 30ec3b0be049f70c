package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.routing.Route;
import io.ringmaster.routing.ServiceRing;
import io.ringmaster.time.Ticker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What must hold for every way to make a load-balanced call, with real servers and a mirror that is fed by hand. */
abstract class RoutedCalls {

    static final String HEADER = "X-Customer-Id";

    private static final MirrorFeed FEED = MirrorFeed.of(MirrorFeed.up("unrelated", "x", 1));

    /** Everything that would talk to a registry: here the mirror is fed by hand. */
    static final String NO_REGISTRY = Stream.of(
                    "Client", "DiscoveryClient", "ReactiveDiscoveryClient", "ServiceRegistry", "Registration", "Health")
            .map(feature -> "io.ringmaster.autoconfigure.Ringmaster" + feature + "AutoConfiguration")
            .collect(Collectors.joining(","));

    private static @Nullable ConfigurableApplicationContext running;

    private final List<TinyServer> servers = new ArrayList<>();

    /** Starts an application with that mirror, which takes the routing key from the header. */
    static ConfigurableApplicationContext start(WebApplicationType type, Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.application.name=orders",
                "spring.autoconfigure.exclude=" + NO_REGISTRY,
                "spring.cloud.gateway.server.webflux.enabled=" + (type == WebApplicationType.REACTIVE),
                "ringmaster.client.routing.services.inventory.hash-on=header:" + HEADER));
        all.addAll(List.of(properties));
        running = new SpringApplicationBuilder(application, MirrorConfiguration.class)
                .web(type)
                .properties(all.toArray(String[]::new))
                .run();
        return running;
    }

    /** Makes a GET call to the service {@code inventory} and returns what it answers. */
    abstract String call(String path, @Nullable String key);

    @BeforeEach
    void startThreeInstances() {
        for (int i = 0; i < 3; i++) {
            TinyServer server = new TinyServer("i" + i);
            servers.add(server);
            FEED.put(MirrorFeed.up("inventory", server.id(), server.port()));
        }
    }

    @AfterEach
    void stopInstances() {
        servers.forEach(TinyServer::close);
    }

    @Test
    void sameKeyReachesTheSameInstanceAndKeysSpread() {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            String key = "customer-" + i;
            String owner = order(key).get(0);
            assertThat(call("/stock", key)).isEqualTo(owner);
            assertThat(call("/other", key)).isEqualTo(owner);
            reached.add(owner);
        }

        assertThat(reached).hasSize(3);
    }

    @Test
    void callsWithoutAKeyReachEverybody() {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            reached.add(call("/stock", null));
        }

        assertThat(reached).hasSize(3);
    }

    @Test
    void callGoesOnAlongTheRingPastTwoDeadInstances() {
        List<String> order = order("customer-7");
        assertThat(call("/stock", "customer-7")).isEqualTo(order.get(0));
        server(order.get(0)).close();
        assertThat(call("/stock", "customer-7")).isEqualTo(order.get(1));
        server(order.get(1)).close();
        assertThat(call("/stock", "customer-7")).isEqualTo(order.get(2));
    }

    @Test
    void callsAreFollowedFromStartToEndWhateverHowTheyEnd() {
        List<String> order = order("customer-8");
        call("/stock", "customer-8");
        ServiceTraffic traffic =
                running.getBean(RoutingTables.class).of("inventory").traffic();
        assertThat(traffic.of(order.get(0)).latency().nanos(0)).isPositive();
        server(order.get(0)).close();
        call("/stock", "customer-8");

        assertThat(order).allSatisfy(id -> assertThat(inFlight(id)).isZero());
    }

    /**
     * To be called with every way in which a client can say the key of a single call.
     *
     * @param keyedCall makes a GET call to a path of the service {@code inventory} with a key
     */
    final void keyOfASingleCallDecides(BinaryOperator<String> keyedCall) {
        for (int i = 0; i < 20; i++) {
            String key = "single-" + i;
            assertThat(keyedCall.apply("/stock", key)).isEqualTo(order(key).get(0));
        }
        List<String> order = order("single-7");
        server(order.get(0)).close();
        assertThat(keyedCall.apply("/stock", "single-7"))
                .as("a retry keeps the key")
                .isEqualTo(order.get(1));
    }

    TinyServer server(String id) {
        return servers.stream()
                .filter(server -> server.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static int inFlight(String id) {
        return traffic(id).inFlight();
    }

    private static InstanceTraffic traffic(String id) {
        return running.getBean(RoutingTables.class).of("inventory").traffic().of(id);
    }

    int hits() {
        return servers.stream().mapToInt(TinyServer::hits).sum();
    }

    static List<String> order(String key) {
        Route route = ServiceRing.of(FEED.mirror().service("inventory")).explain(key, 0);
        List<String> order = new ArrayList<>();
        order.add(route.owner().id());
        order.addAll(route.failover());
        return order;
    }

    static Map<String, String> headers(@Nullable String key) {
        return key == null ? Map.of() : Map.of(HEADER, key);
    }

    @Configuration(proxyBeanMethods = false)
    static class MirrorConfiguration {

        @Bean
        CatalogMirror mirror() {
            return FEED.mirror();
        }

        @Bean
        Ticker ticker() {
            return Ticker.system();
        }
    }
}
