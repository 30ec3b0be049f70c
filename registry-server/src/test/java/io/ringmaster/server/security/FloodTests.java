package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceStatus;
import io.ringmaster.server.RunningRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One identity sends as much as it can, over many connections. */
class FloodTests {

    private static final int CONNECTIONS = 64;
    private static final int CLIENTS = 200;
    private static final int ROUNDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient flood = HttpClient.newHttpClient();
    private final HttpClient fleet = HttpClient.newHttpClient();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void thoseWhoBehaveKeepTheirLeases() {
        try (RunningRegistry server = RunningRegistry.start(
                "ringmaster.server.limits.requests-per-second=100",
                "ringmaster.server.identities.flood.tokens=" + Tokens.hash("token-of-flood"),
                "ringmaster.server.identities.flood.roles=read,register",
                "ringmaster.server.identities.flood.services=flood",
                "ringmaster.server.identities.fleet.tokens=" + Tokens.hash("token-of-fleet"),
                "ringmaster.server.identities.fleet.roles=register",
                "ringmaster.server.identities.fleet.services=fleet")) {
            String url = "http://localhost:" + server.port() + "/v1/";
            all(i -> put(
                    "fleet", url + "services/fleet/instances/" + i, "{\"port\":1,\"session\":\"session-" + i + "\"}"));
            List<CompletableFuture<Void>> connections = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                connections.add(keepSending(url));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> refused.get() >= CONNECTIONS);
            for (int round = 0; round < ROUNDS; round++) {
                server.clock().advance(Duration.ofSeconds(3));
                all(i -> put("fleet", url + "sessions/session-" + i, "{}"));
            }
            over.set(true);
            CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new))
                    .join();

            assertThat(answered.get())
                    .as("the rate, and what may be sent at once")
                    .isLessThanOrEqualTo(200 * (ROUNDS + 1));
            assertThat(server.registry().listing().catalog().service("fleet").instances())
                    .hasSize(CLIENTS)
                    .allSatisfy(instance -> assertThat(instance.status()).isEqualTo(InstanceStatus.UP));
        }
    }

    private CompletableFuture<Void> keepSending(String url) {
        return flood.sendAsync(
                        request("flood", url + "services/flood/instances/" + answered.get() % 10, "{\"port\":1}"),
                        BodyHandlers.ofString())
                .thenCompose(answer -> {
                    if (answer.statusCode() == 429) {
                        assertThat(answer.body()).contains("too-many-requests");
                        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                        refused.incrementAndGet();
                    } else {
                        answered.incrementAndGet();
                    }
                    return over.get() ? CompletableFuture.completedFuture(null) : keepSending(url);
                });
    }

    private interface Call {
        CompletableFuture<HttpResponse<String>> of(int client);
    }

    private static void all(Call call) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            calls.add(call.of(1000 + i));
        }
        calls.forEach(answer -> assertThat(answer.join().statusCode()).isIn(200, 201));
    }

    private CompletableFuture<HttpResponse<String>> put(String who, String url, String json) {
        return fleet.sendAsync(request(who, url, json), BodyHandlers.ofString());
    }

    private static HttpRequest request(String who, String url, String json) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer token-of-" + who)
                .PUT(BodyPublishers.ofString(json))
                .build();
    }
}
