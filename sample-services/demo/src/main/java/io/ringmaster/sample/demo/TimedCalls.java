package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls one instance of a sample and tells how each call went; one that fails is an answer too. Any thread may use it. */
final class TimedCalls {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI instance;
    private final Ticker ticker;
    private final String servedBy;

    /**
     * @param instance whom to call
     * @param servedBy the member of its answers that names who stands behind them
     */
    TimedCalls(HttpClient http, Listed instance, Ticker ticker, String servedBy) {
        this.http = http;
        this.instance = URI.create("http://" + instance.address() + "/");
        this.ticker = ticker;
        this.servedBy = servedBy;
    }

    Reply get(String customer, String path) throws InterruptedException {
        return make(customer, request(path).GET());
    }

    Reply post(String customer, String path, String json) throws InterruptedException {
        return make(
                customer,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(instance.resolve(path)).timeout(TIMEOUT);
    }

    private Reply make(String customer, HttpRequest.Builder request) throws InterruptedException {
        Moment start = ticker.now();
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Duration took = ticker.now().since(start);
            if (response.statusCode() / 100 != 2) {
                return failed(customer, start, took, response.statusCode() + " " + response.body());
            }
            JsonNode answer = JSON.readTree(response.body());
            boolean hit = answer.path("cache").asString("").equals("HIT");
            return new Reply(
                    customer, start.nanos(), took, answer.path(servedBy).asString(), hit, null);
        } catch (IOException | JacksonException failure) {
            return failed(customer, start, ticker.now().since(start), failure.toString());
        }
    }

    private static Reply failed(String customer, Moment start, Duration took, @Nullable String why) {
        return new Reply(customer, start.nanos(), took, null, false, why);
    }
}
