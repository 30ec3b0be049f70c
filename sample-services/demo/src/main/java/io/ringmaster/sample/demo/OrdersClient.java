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

/** Asks one instance of orders for quotes, as a shop would. Any thread may use it. */
final class OrdersClient {

    /** The ways in which orders can ask inventory; the names are those of its API. */
    enum Via {
        REST_CLIENT,
        REST_TEMPLATE,
        NO_KEY
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI orders;
    private final Ticker ticker;

    OrdersClient(HttpClient http, Listed orders, Ticker ticker) {
        this.http = http;
        this.orders = URI.create("http://" + orders.address() + "/");
        this.ticker = ticker;
    }

    /** Returns how the call went; a call that fails is an answer too. */
    Reply quote(String customer, Via via) throws InterruptedException {
        URI uri = orders.resolve("/customers/" + customer + "/quotes/top-hat?via=" + via);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        Moment start = ticker.now();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Duration took = ticker.now().since(start);
            if (response.statusCode() != 200) {
                return failed(customer, start, took, response.statusCode() + " " + response.body());
            }
            JsonNode quote = JSON.readTree(response.body());
            String servedBy = quote.path("servedBy").asString();
            boolean hit = quote.path("cache").asString().equals("HIT");
            return new Reply(customer, start.nanos(), took, servedBy, hit, null);
        } catch (IOException | JacksonException failure) {
            return failed(customer, start, ticker.now().since(start), failure.toString());
        }
    }

    private static Reply failed(String customer, Moment start, Duration took, @Nullable String why) {
        return new Reply(customer, start.nanos(), took, null, false, why);
    }
}
