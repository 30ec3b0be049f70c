package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.EjectionRules;
import io.ringmaster.loadbalancer.TrafficRules;
import java.time.Duration;
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
 * @param balancing How calls without a key are balanced: 'two-choices' sends each to the less busy of two instances drawn at
 *     random, 'load-balancer' leaves them to Spring Cloud LoadBalancer, in turn unless told otherwise.
 * @param boundedLoad How much more than the average of all an instance may have in flight, such as 1.25, before calls with a
 *     key go on to the next in the ring. Below 16 calls in flight none do. 0 means that there is no bound.
 * @param zonePreference Whether calls stay in the caller's own zone, which is 'ringmaster.instance.zone' or
 *     'spring.cloud.loadbalancer.zone'.
 * @param zoneOverflowBelow Part of the zone's instances that must be callable for all calls to stay in it, from 0 to 1. Below
 *     it, a proportionate part of the calls goes to other zones.
 * @param ejection When an instance is left out for a while because its calls fail.
 * @param hint Whether to call only instances whose metadata has the hint of the call, if there are any.
 */
@ConfigurationProperties("ringmaster.client.routing")
public record RoutingProperties(
        @DefaultValue List<String> hashOn,
        @DefaultValue Map<String, Service> services,
        @DefaultValue("two-choices") Balancing balancing,
        @DefaultValue("0") double boundedLoad,
        @DefaultValue("false") boolean zonePreference,
        @DefaultValue("0.7") double zoneOverflowBelow,
        @DefaultValue Ejection ejection,
        @DefaultValue("false") boolean hint) {

    /** How calls without a key are balanced. */
    public enum Balancing {
        /** The less busy of two instances drawn at random. */
        TWO_CHOICES,
        /** As Spring Cloud LoadBalancer does it. */
        LOAD_BALANCER
    }

    /**
     * When an instance is left out for a while because its calls fail.
     *
     * @param enabled Whether to leave instances out because of failed calls.
     * @param consecutiveFailures Number of failures in a row that is enough: no connection, no answer, or a status of 500 or
     *     more.
     * @param failureRatio Part of the calls within ten seconds that is enough, from 0 to 1, once there are twenty calls.
     * @param duration Time for which an instance is left out at first. It doubles each time, up to five minutes.
     * @param maxShare Greatest part of the instances of a service that is left out at one time, from 0 to 1.
     */
    public record Ejection(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("5") int consecutiveFailures,
            @DefaultValue("0.5") double failureRatio,
            @DefaultValue("10s") Duration duration,
            @DefaultValue("0.5") double maxShare) {}

    /**
     * How calls are routed to the instances of one service.
     *
     * @param hashOn Where the routing key of a call to this service is, instead of 'ringmaster.client.routing.hash-on'. Empty
     *     means that calls to this service have none.
     * @param boundedLoad The bound for this service, instead of 'ringmaster.client.routing.bounded-load'.
     */
    public record Service(
            @Nullable List<String> hashOn, @Nullable Double boundedLoad) {}

    /**
     * Returns the rules of the balance.
     *
     * @param zone the caller's zone, or null if it has none
     */
    TrafficRules trafficRules(@Nullable String zone) {
        Map<String, Double> boundByService = new TreeMap<>();
        services.forEach((name, service) -> {
            if (service.boundedLoad() != null) {
                boundByService.put(name, service.boundedLoad());
            }
        });
        return new TrafficRules(
                balancing == Balancing.TWO_CHOICES,
                boundedLoad,
                boundByService,
                zonePreference ? zone : null,
                zoneOverflowBelow,
                new EjectionRules(
                        ejection.enabled(),
                        ejection.consecutiveFailures(),
                        ejection.failureRatio(),
                        ejection.duration(),
                        ejection.maxShare()));
    }

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
