package io.ringmaster.loadbalancer;

import io.ringmaster.discovery.RingmasterServiceInstance;
import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.Judge;
import io.ringmaster.routing.Objection;
import io.ringmaster.routing.ServiceRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Flux;

/**
 * Everything a pick needs of one service at one state, made when the list changes so that a pick makes nothing: the list of
 * those that may be called, and for each place on the ring a list of that one instance, both with the publisher that emits
 * them. Immutable, apart from the calls it counts.
 *
 * <p>The ring may be that of an earlier state while the next one is being built: whoever is on it and may be called now is
 * found, in the order of the key, as if the others were down.
 */
final class RoutingTable {

    private static final @Nullable Choice[] NONE = {};

    private final ServiceCatalog service;
    private final ServiceTraffic traffic;
    private final @Nullable ServiceRing ring;
    private final @Nullable ZoneShare zone;
    private final List<ServiceInstance> list;
    private final Flux<List<ServiceInstance>> flux;
    private final Map<String, Choice> choices;
    private final double weightOfAll;
    private final TwoChoices all;
    private final TwoChoices local;
    private final TwoChoices elsewhere;

    /** By the index of the ring; null for who may not be called. */
    private final @Nullable Choice[] onRing;

    private RoutingTable(
            ServiceCatalog service, ServiceTraffic traffic, @Nullable ServiceRing ring, Map<String, Choice> choices) {
        this.service = service;
        this.traffic = traffic;
        this.ring = ring;
        this.choices = choices;
        String here = traffic.rules().zone();
        this.zone = here == null
                ? null
                : ZoneShare.of(service, here, traffic.rules().zoneOverflowBelow());
        List<Choice> callable = new ArrayList<>(choices.size());
        for (Instance instance : service.routable()) {
            Choice choice = choices.get(instance.id());
            if (choice != null) {
                callable.add(choice);
            }
        }
        this.list = callable.stream().map(Choice::instance).toList();
        this.flux = Flux.just(list);
        this.weightOfAll = callable.stream()
                .mapToDouble(choice -> choice.source().effectiveWeight())
                .sum();
        this.all = TwoChoices.among(callable, traffic);
        this.local = zone == null
                ? all
                : TwoChoices.among(
                        callable.stream().filter(c -> zone.isLocal(c.source())).toList(), traffic);
        this.elsewhere = zone == null
                ? all
                : TwoChoices.among(
                        callable.stream().filter(c -> !zone.isLocal(c.source())).toList(), traffic);
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
    static RoutingTable of(
            ServiceCatalog service, ServiceTraffic traffic, @Nullable ServiceRing ring, @Nullable RoutingTable before) {
        Map<String, Choice> choices = new HashMap<>();
        for (Instance instance : service.routable()) {
            Choice known = before == null ? null : before.choices.get(instance.id());
            Choice choice = known != null && known.source() == instance
                    ? known
                    : Choice.of(instance, RingmasterServiceInstance.of(instance), traffic.of(instance.id()));
            choices.put(instance.id(), choice);
        }
        return new RoutingTable(service, traffic, ring, choices);
    }

    /** Returns the table of instances that another source knows, found by the id they have in the given catalog. */
    static RoutingTable of(
            ServiceCatalog service, ServiceTraffic traffic, Function<Instance, ServiceInstance> instances) {
        Map<String, Choice> choices = new HashMap<>();
        for (Instance instance : service.routable()) {
            choices.put(instance.id(), Choice.of(instance, instances.apply(instance), traffic.of(instance.id())));
        }
        return new RoutingTable(service, traffic, ServiceRing.of(service), choices);
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

    /** Returns which part of the calls stays in the zone, or null if none is preferred. */
    @Nullable
    ZoneShare zone() {
        return zone;
    }

    /** Returns the instances that may be called. */
    List<ServiceInstance> list() {
        return list;
    }

    /** Returns the publisher that emits {@link #list()}. */
    Flux<List<ServiceInstance>> flux() {
        return flux;
    }

    /** Returns who may be called at that index of the ring, or null. */
    @Nullable
    Choice onRing(int index) {
        return onRing[index];
    }

    /** Returns who may be called at that index of the ring, which must be one whom the ring has chosen. */
    Choice chosen(int index) {
        Choice choice = onRing[index];
        if (choice == null) {
            throw new IllegalArgumentException("The instance with index " + index + " may not be called.");
        }
        return choice;
    }

    /** Returns the weight of an instance as a part of that of all that may be called. */
    double partOfWeight(Choice choice) {
        return weightOfAll > 0 ? choice.source().effectiveWeight() / weightOfAll : 1.0 / list.size();
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
     * Returns what the registry's list says against the instance with that index of the ring, or null.
     *
     * @param nowMillis from {@link #nowMillis()}
     */
    @Nullable
    Objection listedAgainst(int index, long keyHash, long nowMillis) {
        return ring == null ? null : ring.against(index, keyHash, nowMillis);
    }

    /** Returns the time of day, or 0 where it makes no difference. */
    long nowMillis() {
        return ring != null && ring.startsSlowly()
                ? traffic.ticker().now().instant().toEpochMilli()
                : 0;
    }

    /** Returns the judge of a call with this key. */
    KeyedJudge judge(long keyHash) {
        return new KeyedJudge(this, traffic, keyHash);
    }

    /**
     * Returns the index of the instance that serves the key, or -1 if there is none on the ring.
     *
     * @param previous who has been tried in vain just now, or null
     */
    int pick(long keyHash, @Nullable PreviousAttempt previous, Judge judge) {
        if (ring == null) {
            return -1;
        }
        int tried = previous == null ? -1 : indexOf(ring, previous);
        return tried < 0 ? ring.first(keyHash, judge) : ring.next(keyHash, tried, judge);
    }

    /** Who was tried may have gone down since, but its place on the ring still tells who is next. */
    private int indexOf(ServiceRing ring, PreviousAttempt previous) {
        int byId = previous.id() == null ? -1 : ring.indexOf(previous.id());
        Choice byAddress = byId < 0 ? find(null, previous.host(), previous.port()) : null;
        return byAddress == null ? byId : ring.indexOf(byAddress.source().id());
    }

    /**
     * Returns who serves a call without a key, or null if there is none.
     *
     * @param attempt who has been tried in vain just now, or null
     */
    @Nullable
    Choice pick(@Nullable PreviousAttempt attempt, RandomGenerator random) {
        Choice previous = attempt == null ? null : find(attempt.id(), attempt.host(), attempt.port());
        if (zone == null) {
            return all.choose(previous, random);
        }
        Choice chosen = (random.nextDouble() < zone.stays() ? local : elsewhere).choose(previous, random);
        return chosen == null || chosen == previous ? all.choose(previous, random) : chosen;
    }

    /** Returns the instance with that id, else the one at that address, or null if it is not among those to be called. */
    @Nullable
    Choice find(@Nullable String id, @Nullable String host, int port) {
        Choice byId = id == null ? null : choices.get(id);
        if (byId != null || host == null) {
            return byId;
        }
        for (Choice choice : choices.values()) {
            if (choice.isAt(host, port)) {
                return choice;
            }
        }
        return null;
    }
}
