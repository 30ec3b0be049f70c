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
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the registry the questions of the story over its public API, as curl would. Any thread may use it. */
final class RegistryApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PAUSE = Duration.ofMillis(20);

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

    /** Returns how many applications this node tells of the changes of a service. */
    int watchers(String service) throws IOException, InterruptedException {
        int watchers = 0;
        for (JsonNode watcher : get("/v1/services/" + service + "/watchers").path("watchers")) {
            watchers += watcher.path("session").isString() ? 1 : 0;
        }
        return watchers;
    }

    /** Returns the ids of the instances of a service that may be called, with the moment at which each registered. */
    Map<String, Instant> routable(String service) throws IOException, InterruptedException {
        Map<String, Instant> routable = new TreeMap<>();
        for (JsonNode instance :
                get("/v1/services/" + service + "/instances?routable=true").path("instances")) {
            routable.put(
                    instance.path("id").asString(),
                    Instant.parse(instance.path("registeredAt").asString()));
        }
        return routable;
    }

    /** Returns the identities that got a certificate for a service, as the history tells. */
    Set<String> certifiedBy(String service) throws IOException, InterruptedException {
        Set<String> identities = new TreeSet<>();
        for (JsonNode event : get("/v1/events?limit=1000&service=" + service).path("events")) {
            if (event.path("event").asString("").equals("certified")) {
                identities.add(event.path("by").asString(""));
            }
        }
        return identities;
    }

    /** Returns the schemes by which the instances of a service say that they are to be called. */
    Set<String> schemes(String service) throws IOException, InterruptedException {
        Set<String> schemes = new TreeSet<>();
        for (JsonNode instance : get("/v1/services/" + service + "/instances").path("instances")) {
            schemes.add(instance.path("scheme").asString(""));
        }
        return schemes;
    }

    /**
     * Waits until this node answers, sees so many nodes, and agrees with all of them.
     *
     * @throws TimeoutException if that is not so by the deadline
     */
    void awaitAgreement(int nodes, Deadline deadline) throws InterruptedException, TimeoutException {
        String last = "nothing";
        while (!deadline.hasPassed()) {
            try {
                JsonNode cluster = get("/v1/cluster");
                last = cluster.toString();
                if (cluster.path("agreed").asBoolean() && cluster.path("nodes").size() == nodes) {
                    return;
                }
            } catch (IOException notThereYet) {
                last = notThereYet.toString();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new TimeoutException("The nodes do not agree. " + registry + " said last: " + last);
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
