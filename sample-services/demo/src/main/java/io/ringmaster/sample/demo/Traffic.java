package io.ringmaster.sample.demo;

import io.ringmaster.time.Ticker;
import java.net.http.HttpClient;
import java.util.Locale;

/**
 * What calls what, by which client and which method.
 *
 * @param route the two services
 * @param method the method of all calls on the way
 */
record Traffic(Route route, Method method) {

    /** Two services, and the technique of both ends. */
    enum Route {
        /** Spring MVC on Tomcat calls WebFlux on Netty with a RestClient. */
        MVC("orders", "inventory", "MVC + RestClient to WebFlux"),
        /** WebFlux on Netty calls Spring MVC on Tomcat with a WebClient. */
        WEBFLUX("inventory", "pricing", "WebFlux + WebClient to MVC");

        private final String caller;
        private final String callee;
        private final String technique;

        Route(String caller, String callee, String technique) {
            this.caller = caller;
            this.callee = callee;
            this.technique = technique;
        }

        String caller() {
            return caller;
        }

        String callee() {
            return callee;
        }
    }

    /** The method of the calls. */
    enum Method {
        /** Repeated on another instance when it fails. */
        GET,
        /** Never repeated: a call that meets an instance that is gone has failed. */
        POST
    }

    /** A word for it in the name of a fault, such as {@code mvc-get}. */
    String word() {
        return (route + "-" + method).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return route.technique + ", " + method;
    }

    /** Returns the call with which one instance of the caller is used. Each reply names the instance of the callee. */
    LoadRun.Call through(Listed caller, HttpClient http, Ticker ticker) {
        if (route == Route.MVC) {
            OrdersClient orders = new OrdersClient(http, caller, ticker);
            Customers customers = new Customers("customer", 60);
            return method == Method.GET
                    ? number -> orders.quote(customers.at(number), OrdersClient.Via.REST_CLIENT)
                    : number -> orders.order(customers.at(number));
        }
        TimedCalls inventory = new TimedCalls(http, caller, ticker, "pricedBy");
        long run = ticker.nanos();
        // Each one is somebody new, of whom inventory has no offer in memory, so that it must call pricing.
        return method == Method.GET
                ? number -> inventory.get("", "/customers/c-" + run + "-" + number + "/offers/top-hat")
                : number -> inventory.post(
                        "", "/customers/c-" + number + "/reservations", "{\"sku\": \"top-hat\", \"quantity\": 1}");
    }
}
