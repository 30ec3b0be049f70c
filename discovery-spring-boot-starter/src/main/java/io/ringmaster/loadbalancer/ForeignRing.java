package io.ringmaster.loadbalancer;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.time.Ticker;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/**
 * Routes by key over instances that Ringmaster does not know: those of another registry, or the fixed ones of a test. Their
 * list comes anew with every call, so the ring is kept for as long as ids and weights are the same.
 */
final class ForeignRing {

    private static final Log log = LogFactory.getLog(ForeignRing.class);

    /** A list and its table; null if it fits no ring. */
    private record Ring(
            List<ServiceInstance> source, @Nullable RoutingTable table) {}

    private final Ticker ticker;

    /** Written by whichever call sees another list; a lost update costs one more build. */
    private volatile @Nullable Ring latest;

    ForeignRing(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns the table of these instances, or null if they cannot be put on a ring. */
    @Nullable
    RoutingTable tableOf(List<ServiceInstance> instances) {
        Ring present = latest;
        if (present != null && sameRing(present.source(), instances)) {
            return present.table();
        }
        RoutingTable table = build(instances);
        latest = new Ring(List.copyOf(instances), table);
        return table;
    }

    private static boolean sameRing(List<ServiceInstance> a, List<ServiceInstance> b) {
        if (a == b) {
            return true;
        }
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            ServiceInstance one = a.get(i);
            ServiceInstance other = b.get(i);
            same = one == other
                    || id(one).equals(id(other))
                            && one.getPort() == other.getPort()
                            && one.getHost().equals(other.getHost())
                            && weight(one) == weight(other);
        }
        return same;
    }

    private @Nullable RoutingTable build(List<ServiceInstance> instances) {
        Map<String, ServiceInstance> byId = new HashMap<>();
        Map<String, Instance> members = new HashMap<>();
        try {
            for (ServiceInstance instance : instances) {
                String id = id(instance);
                byId.putIfAbsent(id, instance);
                members.computeIfAbsent(id, key -> member(key, instance));
            }
        } catch (IllegalArgumentException e) {
            log.warn("Calls cannot be routed by key over " + instances + " and are balanced as usual: "
                    + e.getMessage());
            return null;
        }
        ServiceCatalog catalog = ServiceCatalog.of("foreign", members.values());
        // Their calls are not followed, since nobody tells when one of them is gone.
        ServiceTraffic unknown = new ServiceTraffic("foreign", TrafficRules.DEFAULT, ticker);
        return RoutingTable.of(catalog, unknown, member -> byId.getOrDefault(member.id(), instances.get(0)));
    }

    /** Only id, weight and declared identity count on a ring, so nothing else is carried over. */
    private static Instance member(String id, ServiceInstance instance) {
        String identity =
                instance.getMetadata() == null ? null : instance.getMetadata().get(Registration.RING_IDENTITY);
        Map<String, String> metadata = identity == null ? Map.of() : Map.of(Registration.RING_IDENTITY, identity);
        Registration claim = new Registration(
                "foreign", id, null, "foreign", 1, null, weight(instance), metadata, 0, Check.TCP, null, 0);
        return new Instance(claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, Instant.EPOCH, Instant.EPOCH);
    }

    private static String id(ServiceInstance instance) {
        String id = instance.getInstanceId();
        return id == null || id.isEmpty() ? instance.getHost() + ":" + instance.getPort() : id;
    }

    private static double weight(ServiceInstance instance) {
        Map<String, String> metadata = instance.getMetadata();
        String weight = metadata == null ? null : metadata.get("weight");
        try {
            return weight == null ? 1 : Double.parseDouble(weight);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
