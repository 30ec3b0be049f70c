package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list that an application itself chooses from, read from its actuator endpoint. Any thread may use it. */
final class CallerList {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final HttpClient http;
    private final URI endpoint;

    /**
     * @param caller the application
     * @param service the service that it calls
     */
    CallerList(HttpClient http, Listed caller, String service) {
        this.http = http;
        this.endpoint = URI.create("http://" + caller.address() + "/actuator/ringmaster/" + service);
    }

    /**
     * Asks until the instances that the application may call are as wanted, and returns when that was seen.
     *
     * @throws TimeoutException if that is not so by the deadline
     */
    Moment await(Predicate<Set<String>> wanted, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        return awaitWeights(callable -> wanted.test(callable.keySet()), deadline);
    }

    /** Does so until the instances that the application may call weigh as is wanted. */
    Moment awaitWeights(Predicate<Map<String, Double>> wanted, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        for (Map<String, Double> callable = callable(); !wanted.test(callable); callable = callable()) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("The list at " + endpoint + " is still " + callable + ".");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return deadline.ticker().now();
    }

    /** Returns why a call with that key goes where it goes, in the words of the application itself. */
    String reason(String key) throws IOException, InterruptedException {
        return get("?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .path("route")
                .path("reason")
                .asString("");
    }

    private Map<String, Double> callable() throws IOException, InterruptedException {
        Map<String, Double> callable = new TreeMap<>();
        for (JsonNode instance : get("").path("instances")) {
            if (instance.path("status").asString().equals("UP")) {
                callable.put(
                        instance.path("id").asString(), instance.path("weight").asDouble());
            }
        }
        return callable;
    }

    private JsonNode get(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + query))
                .timeout(Duration.ofSeconds(15))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.createObjectNode();
    }
}
