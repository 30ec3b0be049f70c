package io.ringmaster.loadbalancer;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about the balance of calls. Immutable.
 *
 * @param twoChoices whether a call without a key goes to the less busy of two drawn at random, rather than in turn
 * @param boundedLoad how much more than the average an instance may have in flight before calls with a key go to the next in
 *     the ring; 0 means that there is no bound
 * @param boundedLoadByService the same for single services, by name
 * @param zone the caller's zone, if calls are to stay in it; else null
 * @param zoneOverflowBelow calls stay in the zone as long as at least this part of its instances may be called, from 0 to 1;
 *     below, a proportionate part of the calls goes elsewhere
 * @param ejection when an instance is left out
 */
public record TrafficRules(
        boolean twoChoices,
        double boundedLoad,
        Map<String, Double> boundedLoadByService,
        @Nullable String zone,
        double zoneOverflowBelow,
        EjectionRules ejection) {

    /** The rules unless told otherwise. */
    public static final TrafficRules DEFAULT = new TrafficRules(true, 0, Map.of(), null, 0.7, EjectionRules.DEFAULT);

    /**
     * @throws IllegalArgumentException if a value cannot be used; the message says what can
     */
    public TrafficRules {
        requireBound("bounded-load", boundedLoad);
        Map<String, Double> byService = new TreeMap<>();
        boundedLoadByService.forEach((service, bound) -> {
            requireBound("services." + service + ".bounded-load", bound);
            byService.put(service.toLowerCase(Locale.ROOT), bound);
        });
        boundedLoadByService = Map.copyOf(byService);
        if (!(zoneOverflowBelow >= 0 && zoneOverflowBelow <= 1)) {
            throw new IllegalArgumentException("ringmaster.client.routing.zone-overflow-below is " + zoneOverflowBelow
                    + ". Use 0 to 1, such as 0.7.");
        }
    }

    private static void requireBound(String name, double bound) {
        if (bound != 0 && !(bound > 1 && bound <= 100)) {
            throw new IllegalArgumentException("ringmaster.client.routing." + name + " is " + bound
                    + ". Use more than 1, such as 1.25, or 0 for no bound.");
        }
    }

    /** Returns the bound for a service, or 0. */
    double bound(String service) {
        return boundedLoadByService.getOrDefault(service, boundedLoad);
    }
}
