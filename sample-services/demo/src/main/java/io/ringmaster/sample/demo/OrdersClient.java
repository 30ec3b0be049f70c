package io.ringmaster.sample.demo;

import io.ringmaster.time.Ticker;
import java.net.http.HttpClient;

/** Asks one instance of orders, as a shop would; it answers who served it at inventory. Any thread may use it. */
final class OrdersClient {

    /** The ways in which orders can ask inventory; the names are those of its API. */
    enum Via {
        REST_CLIENT,
        REST_TEMPLATE,
        NO_KEY
    }

    private final TimedCalls calls;

    OrdersClient(HttpClient http, Listed orders, Ticker ticker) {
        this.calls = new TimedCalls(http, orders, ticker, "servedBy");
    }

    /** Asks for a quote: a GET all the way. */
    Reply quote(String customer, Via via) throws InterruptedException {
        return calls.get(customer, "/customers/" + customer + "/quotes/top-hat?via=" + via);
    }

    /** Places an order: a POST all the way, which nobody repeats. */
    Reply order(String customer) throws InterruptedException {
        return calls.post(customer, "/customers/" + customer + "/orders", "{\"sku\": \"top-hat\", \"quantity\": 1}");
    }
}
