package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
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
        for (Set<String> callable = callable(); !wanted.test(callable); callable = callable()) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("The list at " + endpoint + " is still " + callable + ".");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return deadline.ticker().now();
    }

    private Set<String> callable() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(15)).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Set<String> callable = new TreeSet<>();
        if (response.statusCode() == 200) {
            for (JsonNode instance : JSON.readTree(response.body()).path("instances")) {
                if (instance.path("status").asString().equals("UP")) {
                    callable.add(instance.path("id").asString());
                }
            }
        }
        return callable;
    }
}
