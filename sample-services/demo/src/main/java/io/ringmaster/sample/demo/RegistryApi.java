package io.ringmaster.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the registry the questions of the story over its public API, as curl would. Any thread may use it. */
final class RegistryApi {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final URI registry;

    RegistryApi(HttpClient http, URI registry) {
        this.http = http;
        this.registry = registry;
    }

    /** Returns the part of the key space of each instance of a service, by instance. */
    Map<String, Double> ringShares(String service) throws IOException, InterruptedException {
        Map<String, Double> shares = new TreeMap<>();
        for (JsonNode place : get("/v1/services/" + service + "/ring").path("instances")) {
            shares.put(place.path("id").asString(), place.path("share").asDouble());
        }
        return shares;
    }

    /** Returns the instance that serves a key, or null if there is none. */
    @Nullable
    String ownerOf(String service, String key) throws IOException, InterruptedException {
        String query = "/route?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        return get("/v1/services/" + service + query).path("owner").path("id").asString(null);
    }

    /** Returns why callers may or may not use an instance, as a sentence. */
    String why(String service, String id) throws IOException, InterruptedException {
        return get("/v1/services/" + service + "/instances/" + id).path("why").asString("");
    }

    /** Gives an instance another weight, as an operator would. */
    void weigh(String service, String id, double weight) throws IOException, InterruptedException {
        String path = "/v1/services/" + service + "/instances/" + id + "/override";
        String body = "{\"weight\": " + weight + ", \"reason\": \"the demo\"}";
        send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder());
    }

    private JsonNode send(String path, HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.uri(registry.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
