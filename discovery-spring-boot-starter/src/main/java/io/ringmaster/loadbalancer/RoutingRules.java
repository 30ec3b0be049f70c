package io.ringmaster.loadbalancer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the properties say about routing: where the key of a call is, and whether hints count. Immutable. */
public final class RoutingRules {

    private static final String PREFIX = "ringmaster.client.routing.";

    private final @Nullable KeySources all;
    private final Map<String, KeySources> byService;
    private final boolean hint;

    private RoutingRules(@Nullable KeySources all, Map<String, KeySources> byService, boolean hint) {
        this.all = all;
        this.byService = byService;
        this.hint = hint;
    }

    /**
     * Reads the rules.
     *
     * @param hashOn the places of the key for all services, such as {@code header:X-Customer-Id}, tried in order
     * @param hashOnByService the same for single services; an empty list means that calls of this one have no key
     * @param hint whether only instances with the hint of the call come into question
     * @throws InvalidHashKeyException if a place cannot be understood
     */
    public static RoutingRules of(List<String> hashOn, Map<String, List<String>> hashOnByService, boolean hint) {
        Map<String, KeySources> byService = new HashMap<>();
        hashOnByService.forEach((service, specs) -> byService.put(
                service.toLowerCase(Locale.ROOT),
                KeySources.parse(PREFIX + "services." + service + ".hash-on", specs)));
        KeySources all = hashOn.isEmpty() ? null : KeySources.parse(PREFIX + "hash-on", hashOn);
        return new RoutingRules(all, byService, hint);
    }

    /** Returns the places in which the properties say that the key of a call to this service is, in order; may be empty. */
    public List<String> hashOn(String service) {
        KeySources own = byService.get(service.toLowerCase(Locale.ROOT));
        KeySources sources = own != null ? own : all;
        return sources == null ? List.of() : sources.specs();
    }

    /** Returns what the properties of this one service say, or null if they say nothing. */
    @Nullable
    HashKeyResolver ofService(String service) {
        return byService.get(service.toLowerCase(Locale.ROOT));
    }

    /** Returns what the properties say for all services, or null. */
    @Nullable
    HashKeyResolver ofAll() {
        return all;
    }

    boolean hint() {
        return hint;
    }
}
