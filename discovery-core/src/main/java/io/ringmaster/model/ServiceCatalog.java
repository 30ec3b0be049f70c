package io.ringmaster.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service at one revision. Immutable: a change makes a new one, and an unchanged service keeps its
 * object from catalog to catalog, so whatever is derived from it can be kept by its identity.
 */
public final class ServiceCatalog {

    private final String name;
    private final Instance[] sorted;
    private final List<Instance> instances;
    private final List<Instance> routable;

    /**
     * @param sortedById is not changed any more
     */
    private ServiceCatalog(String name, Instance[] sortedById) {
        this(name, sortedById, false);
    }

    /**
     * @param allUp whether that is known already, so that none need be looked at
     */
    private ServiceCatalog(String name, Instance[] sortedById, boolean allUp) {
        this.name = name;
        this.sorted = sortedById;
        this.instances = Collections.unmodifiableList(Arrays.asList(sortedById));
        this.routable = allUp ? instances : selectRoutable(instances);
    }

    /**
     * Returns the catalog of a service.
     *
     * @throws IllegalArgumentException if the name is not legal, an instance belongs to another service, or two share an id
     */
    public static ServiceCatalog of(String name, Collection<Instance> instances) {
        String service = Names.service(name);
        Instance[] sorted = instances.toArray(Instance[]::new);
        Arrays.sort(sorted, Comparator.comparing(Instance::id));
        for (int i = 0; i < sorted.length; i++) {
            if (!sorted[i].registration().service().equals(service)) {
                throw new IllegalArgumentException(sorted[i].key() + " is no instance of '" + service + "'");
            }
            if (i > 0 && sorted[i].id().equals(sorted[i - 1].id())) {
                throw new IllegalArgumentException(sorted[i].key() + " is listed twice");
            }
        }
        return new ServiceCatalog(service, sorted);
    }

    /** Returns the name, in lower case. */
    public String name() {
        return name;
    }

    /** Returns all instances, sorted by id; may be empty. */
    public List<Instance> instances() {
        return instances;
    }

    /**
     * Returns the instances a caller may use: those that are up, or, when none is, those that are suspect, because a
     * suspicion is better than no answer. May be empty.
     */
    public List<Instance> routable() {
        return routable;
    }

    /** Returns the instance with that id, or null. Costs a binary search. */
    public @Nullable Instance find(String id) {
        int index = indexOf(id);
        return index < 0 ? null : sorted[index];
    }

    ServiceCatalog with(Instance instance) {
        int index = indexOf(instance.id());
        Instance[] next;
        if (index >= 0) {
            next = sorted.clone();
            next[index] = instance;
        } else {
            int place = -index - 1;
            next = Arrays.copyOf(sorted, sorted.length + 1);
            System.arraycopy(sorted, place, next, place + 1, sorted.length - place);
            next[place] = instance;
        }
        return new ServiceCatalog(name, next, isAllUp() && instance.status() == InstanceStatus.UP);
    }

    /** Whether every one is up. Looks at one of them: when all are suspect, all may be used as well. */
    private boolean isAllUp() {
        return sorted.length == 0 || (routable == instances && sorted[0].status() == InstanceStatus.UP);
    }

    /** Returns this catalog with all of these, no two of which share an id. Costs one pass, however many they are. */
    ServiceCatalog withAll(Collection<Instance> more) {
        Instance[] added = more.toArray(Instance[]::new);
        Arrays.sort(added, Comparator.comparing(Instance::id));
        List<Instance> merged = new ArrayList<>(instances.size() + added.length);
        int next = 0;
        for (Instance present : instances) {
            while (next < added.length && added[next].id().compareTo(present.id()) < 0) {
                merged.add(added[next++]);
            }
            boolean replaced = next < added.length && added[next].id().equals(present.id());
            merged.add(replaced ? added[next++] : present);
        }
        merged.addAll(Arrays.asList(added).subList(next, added.length));
        return new ServiceCatalog(name, merged.toArray(Instance[]::new));
    }

    ServiceCatalog without(String id) {
        int index = indexOf(id);
        if (index < 0) {
            return this;
        }
        Instance[] shorter = Arrays.copyOf(sorted, sorted.length - 1);
        System.arraycopy(sorted, index + 1, shorter, index, shorter.length - index);
        return new ServiceCatalog(name, shorter, isAllUp());
    }

    private int indexOf(String id) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = sorted[middle].id().compareTo(id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private static List<Instance> selectRoutable(List<Instance> instances) {
        List<Instance> up = withStatus(instances, InstanceStatus.UP);
        return up.isEmpty() ? withStatus(instances, InstanceStatus.SUSPECT) : up;
    }

    private static List<Instance> withStatus(List<Instance> instances, InstanceStatus status) {
        int count = 0;
        for (Instance instance : instances) {
            count += instance.status() == status ? 1 : 0;
        }
        if (count == instances.size()) {
            // The usual case, and half of the memory.
            return instances;
        }
        Instance[] those = new Instance[count];
        int next = 0;
        for (Instance instance : instances) {
            if (instance.status() == status) {
                those[next++] = instance;
            }
        }
        return Collections.unmodifiableList(Arrays.asList(those));
    }

    @Override
    public String toString() {
        return name + instances.stream().map(Instance::id).toList();
    }
}
