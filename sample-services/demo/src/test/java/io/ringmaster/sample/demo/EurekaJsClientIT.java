package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Eureka client that Node applications use, as it is published, against the registry's jar. Without Node it is skipped. */
class EurekaJsClientIT {

    private static final String CLIENT = "eureka-js-client@4.5.0";
    private static final Ticker TICKER = Ticker.system();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Path FOLDER = Path.of("target", "eureka-js-client").toAbsolutePath();
    private static final Path OUTPUT = FOLDER.resolve("output.txt");
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Fleet fleet;

    @BeforeAll
    static void fetchClientAndStartRegistry() throws Exception {
        Files.createDirectories(FOLDER);
        fetchClient();
        fleet = new Fleet(new Jars(Path.of("..", "..").toAbsolutePath().normalize(), FOLDER), FOLDER, HTTP, TICKER);
        fleet.startRegistry();
    }

    @AfterAll
    static void stopRegistry() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void registersFindsOthersIsForgottenComesBackAndLeaves() throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2), TICKER);
        fleet.await("the registry listens", listed -> true, deadline);
        putInventory("inventory-1", 8081);

        Process node = startNode();
        try {
            Listed shop = fleet.awaitUp("js-shop", 1, deadline).get(0);
            assertThat(shop.address()).isEqualTo("127.0.0.1:3000");
            awaitLine("inventory: 127.0.0.1:8081");
            awaitLine("heartbeat");

            putInventory("inventory-2", 8082);
            awaitLine("inventory: 127.0.0.1:8081 127.0.0.1:8082");
            send("DELETE", "v1/services/inventory/instances/inventory-1", "");
            awaitLine("inventory: 127.0.0.1:8082");

            send("DELETE", "v1/services/js-shop/instances/" + shop.id(), "");
            await().atMost(SOON)
                    .until(() -> lines().stream().filter("registered"::equals).count() == 2);

            node.getOutputStream().close();
            assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).isZero();
            fleet.await(
                    "it has left",
                    listed -> listed.stream().noneMatch(each -> each.service().equals("js-shop")),
                    deadline);
        } finally {
            node.destroyForcibly();
        }
    }

    /** Nothing listens there, so nobody is to ask. */
    private static void putInventory(String id, int port) throws IOException, InterruptedException {
        String json = "{\"port\":%d,\"ttlSeconds\":600,\"check\":{\"type\":\"none\"}}".formatted(port);
        send("PUT", "v1/services/inventory/instances/" + id, json);
    }

    private static void fetchClient() throws InterruptedException {
        try {
            Path log = FOLDER.resolve("npm.txt");
            Process npm = new ProcessBuilder(
                            "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--prefix", ".", CLIENT)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = npm.waitFor(2, TimeUnit.MINUTES);
            npm.destroyForcibly();
            skipUnless(ended && npm.waitFor() == 0, "npm cannot fetch " + CLIENT + ", see " + log);
        } catch (IOException noNode) {
            skipUnless(false, "there is no npm here: " + noNode.getMessage());
        }
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("EurekaJsClientIT is skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    private static Process startNode() throws IOException {
        Path script = Files.copy(
                Path.of("src", "test", "resources", "eureka-js-client.js"),
                FOLDER.resolve("client.js"),
                StandardCopyOption.REPLACE_EXISTING);
        return new ProcessBuilder(
                        "node",
                        script.toString(),
                        fleet.registry().getHost(),
                        String.valueOf(fleet.registry().getPort()))
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile())
                .start();
    }

    private static void awaitLine(String line) {
        await().atMost(SOON).untilAsserted(() -> assertThat(lines()).contains(line));
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(OUTPUT);
    }

    private static void send(String method, String path, String json) throws IOException, InterruptedException {
        int status = HTTP.send(
                        HttpRequest.newBuilder(fleet.registry().resolve(path))
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
        assertThat(status).isBetween(200, 204);
    }
}
