package io.ringmaster.loadbalancer;

import io.ringmaster.discovery.RingmasterServiceInstance;
import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.ServiceRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Flux;

/**
 * Everything a pick needs of one service at one state, made when the list changes so that a pick makes nothing: the list of
 * those that may be called, and for each place on the ring a list of that one instance, both with the publisher that emits
 * them. Immutable.
 *
 * <p>The ring may be that of an earlier state while the next one is being built: whoever is on it and may be called now is
 * found, in the order of the key, as if the others were down. As a predicate it tells whether the instance with an index of
 * the ring may be called.
 */
final class RoutingTable implements IntPredicate {

    /** One instance, ready to be returned. */
    private record Choice(
            Instance source, ServiceInstance instance, List<ServiceInstance> list, Flux<List<ServiceInstance>> flux) {

        static Choice of(Instance source, ServiceInstance instance) {
            List<ServiceInstance> list = List.of(instance);
            return new Choice(source, instance, list, Flux.just(list));
        }
    }

    private static final @Nullable Choice[] NONE = {};

    private final ServiceCatalog service;
    private final @Nullable ServiceRing ring;
    private final List<ServiceInstance> list;
    private final Flux<List<ServiceInstance>> flux;
    private final Map<String, Choice> choices;

    /** By the index of the ring; null for who may not be called. */
    private final @Nullable Choice[] onRing;

    private RoutingTable(ServiceCatalog service, @Nullable ServiceRing ring, Map<String, Choice> choices) {
        this.service = service;
        this.ring = ring;
        this.choices = choices;
        List<ServiceInstance> callable = new ArrayList<>(choices.size());
        for (Instance instance : service.routable()) {
            Choice choice = choices.get(instance.id());
            if (choice != null) {
                callable.add(choice.instance());
            }
        }
        this.list = List.copyOf(callable);
        this.flux = Flux.just(list);
        this.onRing = ring == null ? NONE : new Choice[ring.size()];
        for (int i = 0; ring != null && i < onRing.length; i++) {
            onRing[i] = choices.get(ring.instance(i).id());
        }
    }

    /**
     * Returns the table of a state of the service.
     *
     * @param ring the ring of this or an earlier state, or null if calls of this service have no key
     * @param before an earlier table, for what has not changed, or null
     */
    static RoutingTable of(ServiceCatalog service, @Nullable ServiceRing ring, @Nullable RoutingTable before) {
        Map<String, Choice> choices = new HashMap<>();
        for (Instance instance : service.routable()) {
            Choice known = before == null ? null : before.choices.get(instance.id());
            Choice choice = known != null && known.source() == instance
                    ? known
                    : Choice.of(instance, RingmasterServiceInstance.of(instance));
            choices.put(instance.id(), choice);
        }
        return new RoutingTable(service, ring, choices);
    }

    /** Returns the table of instances that another source knows, found by the id they have in the given catalog. */
    static RoutingTable of(ServiceCatalog service, Function<Instance, ServiceInstance> instances) {
        Map<String, Choice> choices = new HashMap<>();
        service.routable()
                .forEach(instance -> choices.put(instance.id(), Choice.of(instance, instances.apply(instance))));
        return new RoutingTable(service, ServiceRing.of(service), choices);
    }

    /** Returns the state this table tells of. */
    ServiceCatalog service() {
        return service;
    }

    /** Returns the ring, or null. */
    @Nullable
    ServiceRing ring() {
        return ring;
    }

    /** Returns the instances that may be called. */
    List<ServiceInstance> list() {
        return list;
    }

    /** Returns the publisher that emits {@link #list()}. */
    Flux<List<ServiceInstance>> flux() {
        return flux;
    }

    @Override
    public boolean test(int index) {
        return onRing[index] != null;
    }

    /** Whether nobody who may be called now can be reached through the ring, which is of an earlier state. */
    boolean isUnreachable() {
        if (ring == null || list.isEmpty()) {
            return false;
        }
        for (int i = 0; i < onRing.length; i++) {
            if (onRing[i] != null && ring.isRoutable(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the index of the instance that serves the key, or -1 if there is none on the ring.
     *
     * @param previous the index of the instance that has been tried in vain just now, or -1
     * @param usable narrows the choice; it must say no where {@link #test} does
     */
    int pick(long keyHash, int previous, IntPredicate usable) {
        if (ring == null) {
            return -1;
        }
        return previous < 0 ? ring.first(keyHash, usable) : ring.next(keyHash, previous, usable);
    }

    /** Returns the instance with that index, which must be one that may be called. */
    ServiceInstance instance(int index) {
        return choice(index).instance();
    }

    /** Returns the list of only the instance with that index, which must be one that may be called. */
    List<ServiceInstance> list(int index) {
        return choice(index).list();
    }

    /** Returns the publisher that emits the list of only the instance with that index. */
    Flux<List<ServiceInstance>> flux(int index) {
        return choice(index).flux();
    }

    /** Returns the index of the instance with that id, else of the one at that host and port, or -1. */
    int indexOf(@Nullable String id, @Nullable String host, int port) {
        if (ring == null) {
            return -1;
        }
        int byId = id == null ? -1 : ring.indexOf(id);
        if (byId >= 0) {
            return byId;
        }
        for (int i = 0; i < ring.size(); i++) {
            Choice choice = onRing[i];
            if (choice != null
                    && choice.instance().getPort() == port
                    && choice.instance().getHost().equalsIgnoreCase(host)) {
                return i;
            }
        }
        return -1;
    }

    private Choice choice(int index) {
        Choice choice = onRing[index];
        if (choice == null) {
            throw new IllegalArgumentException("The instance with index " + index + " may not be called.");
        }
        return choice;
    }
}
