package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.routing.Route;
import io.ringmaster.routing.ServiceRing;
import io.ringmaster.time.Ticker;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/**
 * Keeps the routing table of one service up to date. A call takes what is there, by two volatile reads. When the list has
 * changed since, the first call to see it makes a table from the new list and the old ring, which is cheap, and the new
 * ring is built by the executor; a call never waits for one, except when there is no ring that helps.
 */
final class ServiceRoutes {

    private final String service;
    private final CatalogMirror mirror;
    private final Executor executor;
    private final ServiceTraffic traffic;
    private final AtomicReference<@Nullable RoutingTable> table = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Whether calls of this service may have a key. Becomes true once: when its supplier is made, or with the first key. */
    private volatile boolean keyed;

    ServiceRoutes(String service, CatalogMirror mirror, Executor executor, TrafficRules rules, Ticker ticker) {
        this.service = service;
        this.mirror = mirror;
        this.executor = executor;
        this.traffic = new ServiceTraffic(service, rules, ticker);
    }

    /** Returns the name of the service. */
    String service() {
        return service;
    }

    /** Returns the calls of the service. */
    ServiceTraffic traffic() {
        return traffic;
    }

    /** Returns the id of an instance that Spring Cloud has chosen, or null if it is none that the mirror knows. */
    @Nullable
    String idOf(ServiceInstance instance) {
        RoutingTable table = current();
        Choice choice =
                table == null ? null : table.find(instance.getInstanceId(), instance.getHost(), instance.getPort());
        return choice == null ? null : choice.source().id();
    }

    /** Answers who serves a key and why, by the judge that judges the calls; null if the mirror does not know the service. */
    @Nullable
    Route explain(String key) {
        ServiceCatalog newest = mirror.service(service);
        if (newest == null) {
            return null;
        }
        RoutingTable explained = build(newest, table.get());
        return explained.ring() == null ? null : explained.ring().explain(key, explained.judge(KeyHash.of(key)));
    }

    /** Calls of this service may have a key from now on: builds the first ring on this thread, unless that has been done. */
    void keyed() {
        if (!keyed) {
            // In this order: whoever sees that there are keys finds a ring.
            rebuild();
            keyed = true;
        }
    }

    /** Returns the table of the present list, or null if the mirror does not know the service. Any thread may call it. */
    @Nullable
    RoutingTable current() {
        ServiceCatalog newest = mirror.service(service);
        if (newest == null) {
            return null;
        }
        RoutingTable present = table.get();
        return present != null && present.service() == newest ? present : catchUp(newest, present);
    }

    /** The list has changed. */
    void changed() {
        ServiceCatalog newest = mirror.service(service);
        traffic.retain(
                newest == null
                        ? Set.of()
                        : newest.instances().stream().map(Instance::id).collect(Collectors.toSet()));
        if (keyed) {
            schedule();
        }
    }

    private RoutingTable catchUp(ServiceCatalog newest, @Nullable RoutingTable stale) {
        ServiceRing oldRing = stale == null ? null : stale.ring();
        RoutingTable next = RoutingTable.of(newest, traffic, oldRing, stale);
        if (keyed) {
            if (oldRing == null || next.isUnreachable()) {
                next = build(newest, stale);
            } else {
                schedule();
            }
        }
        // Losing the race is fine: whoever won has a table at least as new, and this call can use its own.
        table.compareAndSet(stale, next);
        return next;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::rebuild);
            } catch (RejectedExecutionException shuttingDown) {
                scheduled.set(false);
            }
        }
    }

    private void rebuild() {
        scheduled.set(false);
        ServiceCatalog newest = mirror.service(service);
        RoutingTable present = table.get();
        if (newest == null) {
            table.set(null);
        } else if (present == null || present.ring() == null || present.ring().service() != newest) {
            table.set(build(newest, present));
        }
    }

    private RoutingTable build(ServiceCatalog newest, @Nullable RoutingTable before) {
        ServiceRing oldRing = before == null ? null : before.ring();
        ServiceRing ring = oldRing == null ? ServiceRing.of(newest) : oldRing.next(newest);
        return RoutingTable.of(newest, traffic, ring, before);
    }
}
