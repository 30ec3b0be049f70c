package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaRegistration;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaServiceRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application with Spring Cloud's own Eureka client, which was told another URL and knows nothing of Ringmaster. */
@ExtendWith(OutputCaptureExtension.class)
class EurekaClientIT {

    private static final Ticker TICKER = Ticker.system();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TERM = Duration.ofSeconds(2);

    private static Fleet fleet;

    @BeforeAll
    static void startRegistry() throws Exception {
        Path logs = Files.createDirectories(
                Path.of("target", "eureka-client-it-logs").toAbsolutePath());
        fleet = new Fleet(new Jars(Path.of("..", "..").toAbsolutePath().normalize(), logs), logs, HTTP, TICKER);
        fleet.startRegistry();
    }

    @AfterAll
    static void stopRegistry() {
        fleet.close();
    }

    @Test
    void registersFindsOthersRenewsIsTakenOutIsDrainedAndLeaves(CapturedOutput output) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2), TICKER);
        fleet.await("the registry listens", listed -> true, deadline);
        putInventory("inventory-1", 8081);

        String id;
        try (ConfigurableApplicationContext application = start()) {
            Listed shop = fleet.awaitUp("old-shop", 1, deadline).get(0);
            id = shop.id();
            assertThat(shop.port())
                    .isEqualTo(application.getEnvironment().getProperty("local.server.port", Integer.class));
            assertThat(lease(id).path("durationInSecs").asInt()).isEqualTo((int) TERM.toSeconds());

            DiscoveryClient discovery = application.getBean(DiscoveryClient.class);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(discovery.getServices()).containsExactlyInAnyOrder("inventory", "old-shop"));
            assertThat(discovery.getInstances("inventory"))
                    .extracting(ServiceInstance::getUri)
                    .containsExactly(URI.create("http://127.0.0.1:8081"));

            await().atMost(Duration.ofSeconds(30)).until(() -> age(lease(id)).compareTo(TERM) > 0);

            EurekaServiceRegistry status = application.getBean(EurekaServiceRegistry.class);
            EurekaRegistration registration = application.getBean(EurekaRegistration.class);
            status.setStatus(registration, "OUT_OF_SERVICE");
            fleet.await("it is taken out", listed -> statusOf(id, listed).equals("OUT_OF_SERVICE"), deadline);
            status.setStatus(registration, "UP");
            fleet.awaitUp("old-shop", 1, deadline);
        }
        fleet.await("it has left", listed -> statusOf(id, listed).equals("GONE"), deadline);

        assertThat(fleet.watch().sightings())
                .filteredOn(sighting -> sighting.id().equals(id))
                .extracting(Watch.Sighting::status)
                .containsSubsequence("UP", "OUT_OF_SERVICE", "UP", "DRAINING", "GONE");
        assertThat(output).doesNotContain("hashcodes do not match").doesNotContain("registration status: 4");
    }

    /** Nothing listens there, so nobody is to ask. */
    private static void putInventory(String id, int port) throws IOException, InterruptedException {
        String json = "{\"port\":%d,\"ttlSeconds\":600,\"check\":{\"type\":\"none\"}}".formatted(port);
        send("PUT", "v1/services/inventory/instances/" + id, json);
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(OldShop.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.application.name=old-shop",
                        "server.port=0",
                        // On this class path because of RegistryImageIT.
                        "ringmaster.client.enabled=false",
                        // On it because of EurekaBridgeIT; without it this is the default.
                        "eureka.client.jersey.enabled=false",
                        "eureka.client.service-url.defaultZone=" + fleet.registry() + "eureka/",
                        "eureka.instance.hostname=127.0.0.1",
                        // What a test waits for, in less than half a minute.
                        "eureka.client.registry-fetch-interval-seconds=1",
                        "eureka.client.instance-info-replication-interval-seconds=1",
                        "eureka.instance.lease-renewal-interval-in-seconds=1",
                        "eureka.instance.lease-expiration-duration-in-seconds=" + TERM.toSeconds())
                .run();
    }

    private static String statusOf(String id, List<Listed> listed) {
        return listed.stream()
                .filter(instance -> instance.id().equals(id))
                .map(Listed::status)
                .findFirst()
                .orElse("GONE");
    }

    private static JsonNode lease(String id) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(send("GET", "eureka/instances/" + id, ""))
                .at("/instance/leaseInfo");
    }

    private static Duration age(JsonNode lease) {
        return Duration.ofMillis(lease.path("lastRenewalTimestamp").asLong()
                - lease.path("registrationTimestamp").asLong());
    }

    private static String send(String method, String path, String json) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(fleet.registry().resolve(path))
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .method(method, BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @EnableAutoConfiguration
    static class OldShop {}
}
