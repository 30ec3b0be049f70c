package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes of the registry beside a Eureka server of Spring Cloud, as during a move: what is in the one is in the other. */
class EurekaBridgeIT {

    private static final Ticker TICKER = Ticker.system();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration SOON = Duration.ofSeconds(30);

    private int port;

    /** What registers at the Eureka server listens here, so that the registry finds it alive. */
    private ServerSocket instance;

    private ConfigurableApplicationContext eureka;
    private Fleet fleet;

    @BeforeEach
    void startBoth() throws Exception {
        port = FreePorts.one();
        instance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        eureka = startEureka();
        Fleet.Place place = new Fleet.Place(
                "127.0.0.1",
                List.of(),
                Map.of(
                        "RINGMASTER_SERVER_EUREKA_BRIDGE_URLS",
                        eureka().toString(),
                        "RINGMASTER_SERVER_EUREKA_BRIDGE_POLLINTERVAL",
                        "1s"));
        Path logs = Files.createDirectories(
                Path.of("target", "eureka-bridge-it-logs").toAbsolutePath());
        Jars jars = new Jars(Path.of("..", "..").toAbsolutePath().normalize(), logs);
        fleet = new Fleet(jars, logs, HTTP, TICKER, List.of(place, place));
        fleet.startRegistry(0);
        fleet.startRegistry(1);
    }

    @AfterEach
    void stopBoth() throws IOException {
        fleet.close();
        eureka.close();
        instance.close();
    }

    @Test
    void whatIsInTheOneIsInTheOther() throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(3), TICKER);
        for (URI node : fleet.registries()) {
            new RegistryApi(HTTP, node).awaitAgreement(2, deadline);
        }

        // There, so here, at both nodes.
        registerThere("old-1", "UP");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusHere("old-shop", "old-1")).isEqualTo("UP"));
        assertThat(here("old-shop", "old-1")
                        .at("/instance/metadata/bridged-from")
                        .asString())
                .isEqualTo("eureka");

        // Here, so there.
        registerHere("inventory-1", 8081);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusThere("inventory-1")).isEqualTo("UP"));
        assertThat(there("inventory-1").at("/port/$").asInt()).isEqualTo(8081);
        assertThat(there("inventory-1").at("/metadata/bridged-from").asString()).isEqualTo("ringmaster");

        // An operator's word, on both sides.
        send("PUT", here("v1/services/inventory/instances/inventory-1/override"), "{\"status\":\"OUT_OF_SERVICE\"}");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusThere("inventory-1")).isEqualTo("OUT_OF_SERVICE"));
        send("DELETE", here("v1/services/inventory/instances/inventory-1/override"), "");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusThere("inventory-1")).isEqualTo("UP"));
        send("PUT", eureka().resolve("apps/OLD-SHOP/old-1/status?value=OUT_OF_SERVICE"), "");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusHere("old-shop", "old-1")).isEqualTo("OUT_OF_SERVICE"));
        send("DELETE", eureka().resolve("apps/OLD-SHOP/old-1/status?value=UP"), "");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusHere("old-shop", "old-1")).isEqualTo("UP"));

        // The Eureka server is away, and comes back having forgotten everything.
        eureka.close();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(bridgeSilenceSeconds()).isPositive());
        assertThat(statusHere("old-shop", "old-1")).isEqualTo("UP");
        eureka = startEureka();
        registerThere("old-1", "UP");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(statusThere("inventory-1")).isEqualTo("UP"));
        assertThat(statusHere("old-shop", "old-1")).isEqualTo("UP");

        // Who leaves, leaves both.
        send("DELETE", eureka().resolve("apps/OLD-SHOP/old-1"), "");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusHere("old-shop", "old-1")).isEmpty());
        send("DELETE", here("v1/services/inventory/instances/inventory-1"), "");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusThere("inventory-1")).isEmpty());

        // The node that bridges dies, and the other one goes on.
        registerThere("old-2", "UP");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statusHere("old-shop", "old-2")).isEqualTo("UP"));
        await().atMost(SOON)
                .until(() -> bridgedAt(fleet.registries().get(0))
                        || bridgedAt(fleet.registries().get(1)));
        int first = bridgedAt(fleet.registries().get(0)) ? 0 : 1;
        fleet.kill(fleet.registryNode(first));
        URI survivor = fleet.registries().get(1 - first);
        registerThere("old-3", "UP");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(status(survivor, "old-shop", "old-3")).isEqualTo("UP"));
        assertThat(status(survivor, "old-shop", "old-2")).isEqualTo("UP");
    }

    private URI eureka() {
        return URI.create("http://127.0.0.1:" + port + "/eureka/");
    }

    private ConfigurableApplicationContext startEureka() {
        return new SpringApplicationBuilder(OldRegistry.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.application.name=old-registry",
                        "server.address=127.0.0.1",
                        "server.port=" + port,
                        // On this class path because of other tests.
                        "ringmaster.client.enabled=false",
                        // By this it knows that it is itself the one in defaultZone, and no peer.
                        "eureka.instance.hostname=127.0.0.1",
                        "eureka.client.register-with-eureka=false",
                        "eureka.client.fetch-registry=false",
                        "eureka.client.service-url.defaultZone=" + eureka(),
                        // What a test waits for, in less than half a minute.
                        "eureka.server.response-cache-update-interval-ms=500")
                .run();
    }

    private void registerThere(String id, String status) throws IOException, InterruptedException {
        send("POST", eureka().resolve("apps/OLD-SHOP"), """
                {"instance": {"instanceId": "%s", "hostName": "127.0.0.1", "app": "OLD-SHOP", "ipAddr": "127.0.0.1",
                 "vipAddress": "old-shop", "status": "%s", "port": {"$": %d, "@enabled": "true"},
                 "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
                 "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 90}}}""".formatted(id, status, instance.getLocalPort()));
    }

    private void registerHere(String id, int instancePort) throws IOException, InterruptedException {
        send(
                "PUT",
                here("v1/services/inventory/instances/" + id),
                "{\"port\":" + instancePort + ",\"ttlSeconds\":600,\"check\":{\"type\":\"none\"}}");
    }

    private URI here(String path) {
        return fleet.registry().resolve(path);
    }

    private JsonNode here(String service, String id) throws IOException, InterruptedException {
        return json(here("v1/services/" + service + "/instances/" + id));
    }

    private String statusHere(String service, String id) throws IOException, InterruptedException {
        String status = status(fleet.registries().get(0), service, id);
        assertThat(status(fleet.registries().get(1), service, id)).isEqualTo(status);
        return status;
    }

    private static String status(URI node, String service, String id) throws IOException, InterruptedException {
        return json(node.resolve("v1/services/" + service + "/instances/" + id))
                .at("/instance/status")
                .asString("");
    }

    private JsonNode there(String id) throws IOException, InterruptedException {
        return json(eureka().resolve("instances/" + id)).path("instance");
    }

    private String statusThere(String id) throws IOException, InterruptedException {
        return there(id).path("status").asString("");
    }

    private double bridgeSilenceSeconds() throws IOException, InterruptedException {
        double silence = 0;
        for (URI node : fleet.registries()) {
            silence += metric(node, "ringmaster_bridge_silence_seconds ");
        }
        return silence;
    }

    private static boolean bridgedAt(URI node) throws IOException, InterruptedException {
        return metric(node, "ringmaster_bridge_instances{direction=\"in\"} ") > 0;
    }

    private static double metric(URI node, String name) throws IOException, InterruptedException {
        return get(node.resolve("actuator/prometheus"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static JsonNode json(URI uri) throws IOException, InterruptedException {
        String body = get(uri).body();
        return body.isEmpty()
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared().readTree(body);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Accept", uri.getPath().contains("actuator") ? "text/plain" : "application/json")
                        .build(),
                BodyHandlers.ofString());
    }

    private static void send(String method, URI uri, String json) throws IOException, InterruptedException {
        int status = HTTP.send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
        assertThat(status).as(method + " " + uri).isBetween(200, 204);
    }

    @EnableAutoConfiguration
    @EnableEurekaServer
    static class OldRegistry {}
}
