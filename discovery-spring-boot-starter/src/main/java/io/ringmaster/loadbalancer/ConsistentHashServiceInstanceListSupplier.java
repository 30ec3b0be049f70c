package io.ringmaster.loadbalancer;

import io.ringmaster.model.Instance;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.routing.Objection;
import io.ringmaster.routing.Route;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;

/**
 * Routes by key: a call with a routing key gets a list of exactly one instance, the owner of the key, so that every load
 * balancer obeys. A retry gets the successor of the instance tried before it in the order of its key, so that attempts go A,
 * B, C and never back to A while others are left. A call without a key gets the less busy of two, also as a list of one; or
 * the whole list, for a load balancer of the application's own or where the properties ask for it.
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
    private final BooleanSupplier balances;
    private final boolean unfiltered;
    private final ForeignRing foreign;

    /** Whether the failure of the resolver has been logged loudly. One warning is enough, and a race does no harm. */
    private volatile boolean warned;

    ConsistentHashServiceInstanceListSupplier(
            ServiceInstanceListSupplier source,
            ServiceRoutes routes,
            @Nullable HashKeyResolver keys,
            ChoiceCounts counts,
            BooleanSupplier balances) {
        super(source);
        this.service = source.getServiceId();
        this.routes = routes;
        this.keys = keys;
        this.counts = counts;
        this.balances = balances;
        this.foreign = new ForeignRing(routes.traffic().ticker());
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
                context.getBean(ChoiceCounts.class),
                context.getBean(TrafficRules.class).twoChoices() ? onlyUnder(context) : () -> false);
    }

    /** Whether the choice is left to this supplier: a load balancer that somebody has taken the trouble to set keeps it. */
    private static BooleanSupplier onlyUnder(ConfigurableApplicationContext context) {
        ObjectProvider<ReactorServiceInstanceLoadBalancer> balancer =
                context.getBeanProvider(ReactorServiceInstanceLoadBalancer.class);
        SingletonSupplier<Boolean> springs =
                SingletonSupplier.of(() -> balancer.getIfUnique() instanceof RoundRobinLoadBalancer);
        return springs::obtain;
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
        PreviousAttempt previous = PreviousAttempt.of(request.getContext());
        RoutingTable table = routes.current();
        if (key == null || key.isEmpty()) {
            counts.countNoKey();
            return table != null && unfiltered && balances.getAsBoolean()
                    ? withoutKey(table, previous)
                    : delegate.get(request);
        }
        long keyHash = KeyHash.of(key);
        if (table == null) {
            return delegate.get(request).map(candidates -> {
                RoutingTable foreignTable = foreign.tableOf(candidates);
                return foreignTable == null ? candidates : narrowed(foreignTable, candidates, key, keyHash, previous);
            });
        }
        if (unfiltered) {
            KeyedJudge judge = table.judge(keyHash);
            int chosen = table.pick(keyHash, previous, judge);
            return chosen < 0
                    ? table.flux()
                    : decided(table, chosen, key, previous, judge).flux();
        }
        return delegate.get(request).map(candidates -> narrowed(table, candidates, key, keyHash, previous));
    }

    private static Flux<List<ServiceInstance>> withoutKey(RoutingTable table, @Nullable PreviousAttempt previous) {
        Choice chosen = table.pick(previous, ThreadLocalRandom.current());
        return chosen == null ? table.flux() : chosen.flux();
    }

    private List<ServiceInstance> narrowed(
            RoutingTable table,
            List<ServiceInstance> candidates,
            String key,
            long keyHash,
            @Nullable PreviousAttempt previous) {
        KeyedJudge judge = table.judge(keyHash);
        int chosen = table.pick(keyHash, previous, index -> {
            Choice choice = table.onRing(index);
            return choice == null || find(candidates, choice.instance()) == null
                    ? Objection.NOT_CALLABLE
                    : judge.against(index);
        });
        if (chosen < 0) {
            return candidates;
        }
        Choice choice = decided(table, chosen, key, previous, judge);
        // What a filter made of the instance counts, should it be another object.
        ServiceInstance candidate = find(candidates, choice.instance());
        return candidate == null || candidate == choice.instance() ? choice.list() : List.of(candidate);
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
        String said = RoutingKey.of(request);
        if (said != null && !said.isEmpty()) {
            routes.keyed();
            return said;
        }
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

    private Choice decided(
            RoutingTable table, int index, String key, @Nullable PreviousAttempt previous, KeyedJudge judge) {
        if (previous != null) {
            counts.countFailover();
        } else if (judge.objected()) {
            counts.countOverflow();
        } else {
            counts.countOwner();
        }
        Choice chosen = table.chosen(index);
        if (log.isDebugEnabled() && table.ring() != null) {
            log.debug(explanation(table.ring().explain(key, judge), chosen.instance(), key, previous != null));
        }
        return chosen;
    }

    /** Tells why, without the key itself, which may say who somebody is. */
    private String explanation(Route route, ServiceInstance chosen, String key, boolean retry) {
        Instance owner = route.owner();
        String home = route.skipped().isEmpty()
                ? owner == null ? "none" : owner.id()
                : route.skipped().get(0).id();
        return "service=" + service + " keyHash=" + Long.toHexString(KeyHash.of(key)) + " owner=" + home + " skipped="
                + route.skipped().stream()
                        .map(skipped -> skipped.id() + " (" + skipped.objection() + ")")
                        .toList()
                + " chosen=" + chosen.getInstanceId() + (retry ? " because the attempt before failed" : "");
    }
}
