package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.ServiceRing;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the routing table of one service up to date. A call takes what is there, by two volatile reads. When the list has
 * changed since, the first call to see it makes a table from the new list and the old ring, which is cheap, and the new
 * ring is built by the executor; a call never waits for one, except when there is no ring that helps.
 */
final class ServiceRoutes {

    private final String service;
    private final CatalogMirror mirror;
    private final Executor executor;
    private final AtomicReference<@Nullable RoutingTable> table = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Whether calls of this service may have a key. Becomes true once, when its supplier is made. */
    private volatile boolean keyed;

    ServiceRoutes(String service, CatalogMirror mirror, Executor executor) {
        this.service = service;
        this.mirror = mirror;
        this.executor = executor;
    }

    /** Calls of this service may have a key from now on: builds the first ring on this thread. */
    void keyed() {
        keyed = true;
        rebuild();
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
        if (keyed) {
            schedule();
        }
    }

    private RoutingTable catchUp(ServiceCatalog newest, @Nullable RoutingTable stale) {
        ServiceRing oldRing = stale == null ? null : stale.ring();
        RoutingTable next = RoutingTable.of(newest, oldRing, stale);
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

    private static RoutingTable build(ServiceCatalog newest, @Nullable RoutingTable before) {
        ServiceRing oldRing = before == null ? null : before.ring();
        ServiceRing ring = oldRing == null ? ServiceRing.of(newest) : oldRing.next(newest);
        return RoutingTable.of(newest, ring, before);
    }
}
