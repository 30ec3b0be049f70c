package io.ringmaster.routing;

import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ring of one service. It holds <em>all</em> listed instances, whatever their status, and passes over those that may
 * not be called while it walks: so a status never moves a key twice, and callers that see different statuses agree on
 * everything else. Immutable; any thread may ask it. Building one is the expensive part, so build it when the list
 * changes, not when a request comes.
 */
public final class ServiceRing {

    private final ServiceCatalog service;
    private final HashRing ring;
    private final Instance[] instances;
    private final boolean[] routable;

    private ServiceRing(ServiceCatalog service, HashRing ring, Instance[] instances) {
        this.service = service;
        this.ring = ring;
        this.instances = instances;
        Set<Instance> mayBeCalled = new HashSet<>(service.routable());
        this.routable = new boolean[instances.length];
        for (int i = 0; i < instances.length; i++) {
            routable[i] = mayBeCalled.contains(instances[i]);
        }
    }

    /** Returns the ring of a service. */
    public static ServiceRing of(ServiceCatalog service) {
        return build(service, null);
    }

    /**
     * Returns the ring of the same service after a change. Reuses the placement of this one when identities and weights
     * are the same, as after a change of status.
     */
    public ServiceRing next(ServiceCatalog changed) {
        return build(changed, ring);
    }

    private static ServiceRing build(ServiceCatalog service, @Nullable HashRing before) {
        Map<String, Instance> byIdentity = byIdentity(service.instances());
        List<Member> members = new ArrayList<>(byIdentity.size());
        byIdentity.forEach((identity, instance) -> members.add(new Member(identity, instance.effectiveWeight())));
        HashRing ring =
                before == null ? HashRing.of(members) : before.hasMembers(members) ? before : before.changedTo(members);
        Instance[] instances = new Instance[ring.size()];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = byIdentity.get(ring.member(i).identity());
        }
        return new ServiceRing(service, ring, instances);
    }

    /**
     * Returns the instances by what their places derive from. Of several that declare one identity, the one that registered
     * first has it (at equal times the one with the lower id), as the process that another is about to replace. The others
     * stand at the identity, a tab and their id, which nobody can declare because neither part may hold a tab.
     */
    private static Map<String, Instance> byIdentity(List<Instance> instances) {
        List<Instance> byAge = new ArrayList<>(instances);
        byAge.sort(Comparator.comparing(Instance::registeredAt).thenComparing(Instance::id));
        Map<String, Instance> byIdentity = new HashMap<>();
        for (Instance instance : byAge) {
            String declared = instance.registration().ringIdentity();
            byIdentity.put(byIdentity.containsKey(declared) ? declared + '\t' + instance.id() : declared, instance);
        }
        return byIdentity;
    }

    /** Returns the state of the service that this ring was built from. */
    public ServiceCatalog service() {
        return service;
    }

    /** Returns how many instances are on the ring. */
    public int size() {
        return instances.length;
    }

    /** Returns the instance with that index, from 0 to {@code size() - 1}. */
    public Instance instance(int index) {
        return instances[index];
    }

    /** Whether callers may use the instance with that index. */
    public boolean isRoutable(int index) {
        return routable[index];
    }

    /** Returns the index of the instance with that id, or -1. */
    public int indexOf(String id) {
        for (int i = 0; i < instances.length; i++) {
            if (instances[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the index of the first instance in the order of the key that may be called and is usable, or -1.
     *
     * @param keyHash from {@link KeyHash#of(String)}
     * @param usable narrows the routable instances further
     */
    public int first(long keyHash, IntPredicate usable) {
        return ring.first(keyHash, index -> routable[index] && usable.test(index));
    }

    /**
     * Returns the index of the instance that follows {@code previous} in the order of the key, wrapping around, and may be
     * called and is usable; {@code previous} itself when it is the only one; -1 when there is none.
     */
    public int next(long keyHash, int previous, IntPredicate usable) {
        return ring.next(keyHash, previous, index -> routable[index] && usable.test(index));
    }

    /** Returns each instance's exact share of the key space by its index, whether or not it may be called. */
    public double[] shares() {
        return ring.shares();
    }

    /** Answers who serves a key and why. Costs more than {@link #first}; meant for people. */
    public Route explain(String key) {
        List<String> failover = new ArrayList<>();
        List<Route.Skipped> skipped = new ArrayList<>();
        Instance owner = null;
        for (int index : ring.order(KeyHash.of(key))) {
            Instance instance = instances[index];
            if (routable[index] && owner == null) {
                owner = instance;
            } else if (routable[index]) {
                failover.add(instance.id());
            } else if (owner == null) {
                skipped.add(new Route.Skipped(instance.id(), instance.status()));
            }
        }
        return new Route(service.name(), key, owner, failover, skipped, reason(owner, skipped));
    }

    private String reason(@Nullable Instance owner, List<Route.Skipped> skipped) {
        if (owner == null) {
            return instances.length == 0
                    ? "'" + service.name() + "' has no instances."
                    : "None of the " + instances.length + " instances of '" + service.name() + "' may be called.";
        }
        if (skipped.isEmpty()) {
            return owner.id() + " owns the key.";
        }
        Route.Skipped home = skipped.get(0);
        return home.id() + " owns the key but is " + home.status() + "; " + owner.id()
                + " is the next in the ring that may be called.";
    }
}
