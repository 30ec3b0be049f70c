package io.ringmaster.loadbalancer;

import io.ringmaster.model.Instance;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.routing.Route;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;

/**
 * Routes by key: a call with a routing key gets a list of exactly one instance, the owner of the key, so that every load
 * balancer obeys; a call without one gets the whole list and is balanced as usual. A retry gets the successor of the
 * instance tried before it in the order of its key, so that attempts go A, B, C and never back to A while others are left.
 *
 * <p>It must be the outermost supplier, because it has to see who comes into question at last. What suppliers beneath it
 * leave out is passed over while walking the ring, which stays whole, so that a filter moves no other key.
 *
 * <p>It is part of the default chain. In a chain of your own put it last:
 *
 * <pre>{@code
 * ServiceInstanceListSupplier.builder()
 *         .withDiscoveryClient()
 *         .withZonePreference()
 *         .with(ConsistentHashServiceInstanceListSupplier::on)
 *         .build(context);
 * }</pre>
 */
public final class ConsistentHashServiceInstanceListSupplier extends DelegatingServiceInstanceListSupplier {

    private static final Log log = LogFactory.getLog(ConsistentHashServiceInstanceListSupplier.class);

    private final String service;
    private final ServiceRoutes routes;
    private final @Nullable HashKeyResolver keys;
    private final ChoiceCounts counts;
    private final boolean unfiltered;
    private final ForeignRing foreign = new ForeignRing();

    /** Whether the failure of the resolver has been logged loudly. One warning is enough, and a race does no harm. */
    private volatile boolean warned;

    ConsistentHashServiceInstanceListSupplier(
            ServiceInstanceListSupplier source,
            ServiceRoutes routes,
            @Nullable HashKeyResolver keys,
            ChoiceCounts counts) {
        super(source);
        this.service = source.getServiceId();
        this.routes = routes;
        this.keys = keys;
        this.counts = counts;
        this.unfiltered = source instanceof SnapshotServiceInstanceListSupplier;
        if (keys != null) {
            routes.keyed();
        }
    }

    /**
     * Returns the supplier that routes by key over what another one supplies, with the rules of the application.
     *
     * @param context the context of the load-balancer client
     * @param source what it chooses from
     */
    public static ServiceInstanceListSupplier on(
            ConfigurableApplicationContext context, ServiceInstanceListSupplier source) {
        String service = source.getServiceId();
        return new ConsistentHashServiceInstanceListSupplier(
                source,
                context.getBean(RoutingTables.class).of(service),
                HashKeyResolvers.of(service, context),
                context.getBean(ChoiceCounts.class));
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return delegate.get();
    }

    /**
     * Reads the request here and now, not when the list is subscribed to: a retry on the same instance subscribes to this
     * very publisher again, after its context has been changed, and must get the same instance.
     */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Flux<List<ServiceInstance>> get(Request request) {
        String key = keyOf(request);
        if (key == null || key.isEmpty()) {
            counts.countNoKey();
            return delegate.get(request);
        }
        long keyHash = KeyHash.of(key);
        Object context = request.getContext();
        RoutingTable table = routes.current();
        if (table == null) {
            return delegate.get(request).map(candidates -> {
                RoutingTable foreignTable = foreign.tableOf(candidates);
                return foreignTable == null ? candidates : narrowed(foreignTable, candidates, key, keyHash, context);
            });
        }
        int previous = PreviousAttempt.indexIn(table, context);
        if (unfiltered) {
            int chosen = table.pick(keyHash, previous, table);
            return chosen < 0
                    ? table.flux()
                    : decided(table, chosen, key, previous).flux(chosen);
        }
        return delegate.get(request).map(candidates -> narrowed(table, candidates, key, keyHash, previous));
    }

    private List<ServiceInstance> narrowed(
            RoutingTable table, List<ServiceInstance> candidates, String key, long keyHash, @Nullable Object context) {
        return narrowed(table, candidates, key, keyHash, PreviousAttempt.indexIn(table, context));
    }

    private List<ServiceInstance> narrowed(
            RoutingTable table, List<ServiceInstance> candidates, String key, long keyHash, int previous) {
        IntPredicate usable = index -> table.test(index) && find(candidates, table.instance(index)) != null;
        int chosen = table.pick(keyHash, previous, usable);
        if (chosen < 0) {
            return candidates;
        }
        decided(table, chosen, key, previous);
        // What a filter made of the instance counts, should it be another object.
        ServiceInstance candidate = find(candidates, table.instance(chosen));
        return candidate == null || candidate == table.instance(chosen) ? table.list(chosen) : List.of(candidate);
    }

    private static @Nullable ServiceInstance find(List<ServiceInstance> candidates, ServiceInstance wanted) {
        for (int i = 0; i < candidates.size(); i++) {
            ServiceInstance candidate = candidates.get(i);
            if (candidate == wanted || isSame(candidate, wanted)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isSame(ServiceInstance a, ServiceInstance b) {
        return a.getInstanceId() != null && a.getInstanceId().equals(b.getInstanceId())
                || a.getPort() == b.getPort() && a.getHost().equals(b.getHost());
    }

    private @Nullable String keyOf(Request<?> request) {
        if (keys == null) {
            return null;
        }
        try {
            return keys.resolve(service, request);
        } catch (RuntimeException e) {
            if (!warned) {
                warned = true;
                log.warn(
                        "The routing key of a call to '" + service
                                + "' could not be found out, so the call is balanced as "
                                + "usual. Later failures are logged at DEBUG.",
                        e);
            } else if (log.isDebugEnabled()) {
                log.debug("The routing key of a call to '" + service + "' could not be found out.", e);
            }
            return null;
        }
    }

    private RoutingTable decided(RoutingTable table, int chosen, String key, int previous) {
        if (previous < 0) {
            counts.countOwner();
        } else {
            counts.countFailover();
        }
        if (log.isDebugEnabled() && table.ring() != null) {
            log.debug(explanation(table.ring().explain(key), table.instance(chosen), key, previous >= 0));
        }
        return table;
    }

    /** Tells why, without the key itself, which may say who somebody is. */
    private String explanation(Route route, ServiceInstance chosen, String key, boolean retry) {
        Instance owner = route.owner();
        return "service=" + service + " keyHash=" + Long.toHexString(KeyHash.of(key))
                + " owner=" + (owner == null ? "none" : owner.id())
                + " skipped=" + route.skipped()
                + " chosen=" + chosen.getInstanceId()
                + (retry ? " because the attempt before failed" : "");
    }
}
