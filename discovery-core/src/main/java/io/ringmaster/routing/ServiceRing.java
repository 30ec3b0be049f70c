package io.ringmaster.routing;

import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

    /** How lenient to become when something speaks against everybody. */
    private static final int LENIENCY = 3;

    private final ServiceCatalog service;
    private final HashRing ring;
    private final Instance[] instances;
    private final boolean[] routable;
    private final SlowStart slowStart;

    private ServiceRing(ServiceCatalog service, HashRing ring, Instance[] instances) {
        this.service = service;
        this.ring = ring;
        this.instances = instances;
        Set<Instance> mayBeCalled = new HashSet<>(service.routable());
        this.routable = new boolean[instances.length];
        for (int i = 0; i < instances.length; i++) {
            routable[i] = mayBeCalled.contains(instances[i]);
        }
        this.slowStart = SlowStart.of(Arrays.asList(instances));
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

    /** Whether the time of day may make a difference, because an instance gets its keys step by step. */
    public boolean startsSlowly() {
        return slowStart.isEver();
    }

    /** Returns what the registry's list itself says against an instance for a key at a time of day, or null. */
    public @Nullable Objection against(int index, long keyHash, long nowMillis) {
        if (!routable[index]) {
            return Objection.NOT_CALLABLE;
        }
        return slowStart.leaves(index, keyHash, nowMillis) ? Objection.WARMING_UP : null;
    }

    /** Returns the one who judges by {@link #against} alone. */
    public Judge judge(long keyHash, long nowMillis) {
        return index -> against(index, keyHash, nowMillis);
    }

    /**
     * Returns the index of the instance to call: the first in the order of the key that nothing speaks against. When
     * something speaks against each, lesser objections do not count; -1 when none may be called.
     *
     * @param keyHash from {@link KeyHash#of(String)}
     */
    public int first(long keyHash, Judge judge) {
        int chosen = -1;
        for (int leniency = 0; chosen < 0 && leniency < LENIENCY; leniency++) {
            chosen = ring.first(keyHash, accepted(judge, leniency));
        }
        return chosen;
    }

    /**
     * Returns the index of the instance to call after {@code previous}: the next in the order of the key, wrapping around,
     * that nothing speaks against, else as in {@link #first}. It is {@code previous} itself only when no other may be called.
     */
    public int next(long keyHash, int previous, Judge judge) {
        int chosen = previous;
        for (int leniency = 0; (chosen == previous || chosen < 0) && leniency < LENIENCY; leniency++) {
            chosen = ring.next(keyHash, previous, accepted(judge, leniency));
        }
        return chosen;
    }

    private static IntPredicate accepted(Judge judge, int leniency) {
        return index -> {
            Objection objection = judge.against(index);
            return objection == null || !objection.holdsAt(leniency);
        };
    }

    /** Returns each instance's exact share of the key space by its index, whether or not it may be called. */
    public double[] shares() {
        return ring.shares();
    }

    /**
     * Answers who serves a key and why, as the registry's list has it. Costs more than {@link #first}; meant for people.
     */
    public Route explain(String key, long nowMillis) {
        return explain(key, judge(KeyHash.of(key), nowMillis));
    }

    /** Answers who serves a key and why, by the same judge as {@link #first}. */
    public Route explain(String key, Judge judge) {
        long keyHash = KeyHash.of(key);
        int chosen = first(keyHash, judge);
        List<Integer> others = new ArrayList<>();
        List<Route.Skipped> skipped = new ArrayList<>();
        int passed = -1;
        for (int index : ring.order(keyHash)) {
            Objection objection = judge.against(index);
            if (index == chosen) {
                passed = others.size();
                continue;
            }
            if (objection != Objection.NOT_CALLABLE) {
                others.add(index);
            }
            if (objection != null && chosen >= 0 && passed < 0) {
                skipped.add(new Route.Skipped(instances[index].id(), instances[index].status(), objection));
            }
        }
        // A retry goes on from who was chosen, wraps around, and comes to the better ones first.
        Collections.rotate(others, -Math.max(0, passed));
        List<String> failover = others.stream()
                .sorted(Comparator.comparingInt(index -> Objection.severity(judge.against(index))))
                .map(index -> instances[index].id())
                .toList();
        @Nullable Instance owner = chosen < 0 ? null : instances[chosen];
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
        String why = home.objection() == Objection.NOT_CALLABLE
                ? "is " + home.status() + "; "
                : home.objection().words() + "; ";
        return home.id() + " owns the key but " + why + owner.id() + " is the next in the ring that may be called.";
    }
}
