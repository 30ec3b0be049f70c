package io.ringmaster.loadbalancer;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actuate.RingmasterEndpoint;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.health.RingmasterHealthIndicator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/** A whole registry that is down, and an application that starts all the same: real files, sockets and contexts. */
@ExtendWith(OutputCaptureExtension.class)
class SavedMirrorIT {

    @TempDir
    private Path directory;

    private final TinyServer inventory = new TinyServer("inventory-1");
    private final int registryPort = freePort();

    @AfterEach
    void close() {
        inventory.close();
    }

    @Test
    void anApplicationStartsAndFindsItsPeersWhileTheWholeRegistryIsDown(CapturedOutput output) throws IOException {
        try (FakeRegistry registry = new FakeRegistry(registryPort)) {
            registry.put(MirrorFeed.up("inventory", inventory.id(), inventory.port()));
            try (ConfigurableApplicationContext first = start()) {
                assertThat(call(first)).isEqualTo("inventory-1");
                assertThat(output).doesNotContain("begins with the list that was saved");
            }
        }
        // A slow disk does not hold back the end of an application, which waits for it no longer than a second.
        await().untilAsserted(() ->
                assertThat(directory.resolve("mirror/orders.json")).isNotEmptyFile());

        try (ConfigurableApplicationContext second = start()) {
            assertThat(call(second)).isEqualTo("inventory-1");
            assertThat(second.getBean(DiscoveryClient.class).getInstances("inventory"))
                    .hasSize(1);
            assertThat(output)
                    .contains("No registry answers. This application begins with the list that was saved")
                    .contains("1 instances of 1 services");
            Health health = health(second);
            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health.getDetails()).containsKeys("listFromDisk", "listSavedAt");
            assertThat(mirror(second).savedAt()).isNotNull();

            try (TinyServer other = new TinyServer("inventory-2");
                    FakeRegistry registry = new FakeRegistry(registryPort)) {
                registry.put(MirrorFeed.up("inventory", other.id(), other.port()));

                await().untilAsserted(() -> assertThat(mirror(second).synced()).isTrue());
                assertThat(call(second)).isEqualTo("inventory-2");
                assertThat(mirror(second).savedAt()).isNull();
                assertThat(health(second).getStatus()).isEqualTo(Status.UP);
                assertThat(health(second).getDetails()).doesNotContainKey("listFromDisk");
            }
        }
    }

    @Test
    void aDamagedFileKeepsNoApplicationFromStarting(CapturedOutput output) throws IOException {
        Path file = Files.createDirectory(directory.resolve("mirror")).resolve("orders.json");
        Files.writeString(file, "{\"format\":1,\"bytes\":7}\n{\"saved");

        try (ConfigurableApplicationContext application = start()) {
            assertThat(application.isRunning()).isTrue();
            assertThat(mirror(application).savedAt()).isNull();
        }
        assertThat(output).containsOnlyOnce("is damaged and not used");
        assertThat(file).doesNotExist();
    }

    @Test
    void whoDoesNotWantItHasNoFile() {
        try (FakeRegistry registry = new FakeRegistry(registryPort)) {
            registry.put(MirrorFeed.up("inventory", inventory.id(), inventory.port()));
            start(false).close();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private ConfigurableApplicationContext start() {
        return start(true);
    }

    private ConfigurableApplicationContext start(boolean saves) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.banner-mode=off",
                        "--spring.application.name=orders",
                        "--spring.cloud.gateway.server.webflux.enabled=false",
                        "--ringmaster.client.servers=http://127.0.0.1:" + registryPort,
                        "--ringmaster.client.initial-sync-timeout=60s",
                        "--ringmaster.client.snapshot.enabled=" + saves,
                        "--ringmaster.client.snapshot.directory=" + directory.resolve("mirror"));
    }

    private static String call(ConfigurableApplicationContext application) {
        return application
                .getBean(RestClient.Builder.class)
                .clone()
                .build()
                .get()
                .uri("http://inventory/stock")
                .retrieve()
                .body(String.class);
    }

    private static Health health(ConfigurableApplicationContext application) {
        return application.getBean(RingmasterHealthIndicator.class).health();
    }

    private static RingmasterEndpoint.MirrorDescription mirror(ConfigurableApplicationContext application) {
        return new RingmasterEndpoint(
                        application.getBean(CatalogMirror.class), service -> List.of(), (ring, key) -> null)
                .mirror();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
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
