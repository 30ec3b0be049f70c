package io.ringmaster.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How calls are routed to the instances of a service.
 *
 * @param hashOn Where the routing key of a call is, for all services. Comma-separated, the first place that has a value
 *     counts: 'header:X-Customer-Id', 'cookie:session', 'query:customer', 'path:/carts/{id}' or 'attribute:name'. Calls
 *     with the same key go to the same instance; calls without one are balanced as usual.
 * @param services Settings of single services, by name.
 * @param zonePreference Whether to call only instances of the caller's own zone, if there are any.
 * @param hint Whether to call only instances whose metadata has the hint of the call, if there are any.
 */
@ConfigurationProperties("ringmaster.client.routing")
public record RoutingProperties(
        @DefaultValue List<String> hashOn,
        @DefaultValue Map<String, Service> services,
        @DefaultValue("false") boolean zonePreference,
        @DefaultValue("false") boolean hint) {

    /**
     * How calls are routed to the instances of one service.
     *
     * @param hashOn Where the routing key of a call to this service is, instead of 'ringmaster.client.routing.hash-on'. Empty
     *     means that calls to this service have none.
     */
    public record Service(@Nullable List<String> hashOn) {}

    /** Returns the places of the key of the services that have their own. */
    Map<String, List<String>> hashOnByService() {
        Map<String, List<String>> byService = new TreeMap<>();
        services.forEach((name, service) -> {
            if (service.hashOn() != null) {
                byService.put(name, service.hashOn());
            }
        });
        return byService;
    }
}
