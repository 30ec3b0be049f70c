package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many requests instances are serving, as they said with their heartbeats, and of which services somebody wants to know.
 * Guarded by the registry's lock.
 */
final class Loads {

    private final LeaseTable leases;

    /** How long it counts that somebody asked, and what an instance said whose lease never lapses. */
    private final Duration term;

    /** When somebody last asked for the load of a service. */
    private final Map<String, Moment> asked = new HashMap<>();

    Loads(LeaseTable leases, Duration term) {
        this.leases = leases;
        this.term = term;
    }

    void serves(Lease lease, int requests, Moment now) {
        lease.serves(requests, lease.lapses() ? lease.ttl : term, now);
    }

    /** Returns the load of services by the id of the instance, for a client that asks; null if it asks for none. */
    @Nullable
    Map<String, Map<String, Integer>> of(Set<String> services, Moment now) {
        if (services.isEmpty()) {
            return null;
        }
        Map<String, Map<String, Integer>> load = new HashMap<>();
        for (String name : services) {
            if (!leases.ofService(name).isEmpty()) {
                asked.put(name, now);
            }
            Map<String, Integer> inFlight = inFlight(name, lease -> true, now);
            if (!inFlight.isEmpty()) {
                load.put(name, inFlight);
            }
        }
        return load;
    }

    /** Returns the services that clients have asked for lately. */
    Set<String> wanted() {
        return Set.copyOf(asked.keySet());
    }

    void forgetUnwanted(Moment now) {
        asked.values().removeIf(at -> now.since(at).compareTo(term) > 0);
    }

    /** Returns the load of the instances of a service that talk to this node, by id. */
    Map<String, Integer> here(String service, Moment now) {
        return inFlight(service, lease -> !lease.isElsewhere(), now);
    }

    /** Takes note of the load of instances that talk to another node, by id. */
    void elsewhere(String service, Map<String, Integer> inFlight, Moment now) {
        for (Lease lease : leases.ofService(service)) {
            Integer requests = inFlight.get(lease.key.id());
            if (requests != null && lease.isElsewhere()) {
                serves(lease, requests, now);
            }
        }
    }

    private Map<String, Integer> inFlight(String service, Predicate<Lease> which, Moment now) {
        Map<String, Integer> inFlight = new HashMap<>();
        for (Lease lease : leases.ofService(service)) {
            Integer requests = lease.inFlight(now);
            if (requests != null && which.test(lease)) {
                inFlight.put(lease.key.id(), requests);
            }
        }
        return inFlight;
    }
}
