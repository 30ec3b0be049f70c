package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceCatalog;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which instances of a list are asked for. An instance passes if it meets every condition; several values of
 * {@code status} mean any of them.
 *
 * @param statuses those it may have; empty means any
 * @param zone where it has to be, or null for anywhere
 * @param metadata entries that it must have
 * @param routable whether callers may use it, or null for either
 * @param after the id after which the list begins, or null for its beginning
 */
public record InstanceFilter(
        Set<InstanceStatus> statuses,
        @Nullable String zone,
        Map<String, String> metadata,
        @Nullable Boolean routable,
        @Nullable String after) {

    private static final String METADATA = "metadata.";

    /**
     * Reads the parameters {@code status}, {@code zone}, {@code metadata.KEY}, {@code routable} and {@code after} of a query;
     * it leaves others alone.
     *
     * @throws RefusedException if a value is not legal
     */
    public static InstanceFilter of(Map<String, List<String>> query) {
        Map<String, String> metadata = new HashMap<>();
        query.keySet().stream()
                .filter(name -> name.startsWith(METADATA))
                .forEach(name -> metadata.put(name.substring(METADATA.length()), String.valueOf(first(query, name))));
        return new InstanceFilter(
                statuses(query.getOrDefault("status", List.of())),
                first(query, "zone"),
                metadata,
                flag("routable", first(query, "routable")),
                first(query, "after"));
    }

    /** Whether everybody passes. */
    public boolean isEmpty() {
        return equals(new InstanceFilter(Set.of(), null, Map.of(), null, null));
    }

    /** Returns those that pass, sorted by id. */
    public List<Instance> select(ServiceCatalog service) {
        Predicate<Instance> passes = instance -> true;
        if (!statuses.isEmpty()) {
            passes = passes.and(instance -> statuses.contains(instance.status()));
        }
        if (zone != null) {
            passes = passes.and(instance -> zone.equals(instance.registration().zone()));
        }
        if (!metadata.isEmpty()) {
            passes = passes.and(
                    instance -> instance.registration().metadata().entrySet().containsAll(metadata.entrySet()));
        }
        if (routable != null) {
            Set<Instance> mayBeCalled = new HashSet<>(service.routable());
            passes = passes.and(instance -> mayBeCalled.contains(instance) == routable);
        }
        if (after != null) {
            passes = passes.and(instance -> instance.id().compareTo(after) > 0);
        }
        return service.instances().stream().filter(passes).toList();
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    private static Set<InstanceStatus> statuses(List<String> values) {
        Set<InstanceStatus> statuses = EnumSet.noneOf(InstanceStatus.class);
        values.stream()
                .filter(Objects::nonNull)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(word -> !word.isBlank())
                .forEach(word -> statuses.add(status(word.strip())));
        return statuses;
    }

    private static InstanceStatus status(String word) {
        try {
            return InstanceStatus.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'status' has a value that is none of " + Arrays.toString(InstanceStatus.values()) + ".");
        }
    }

    private static @Nullable Boolean flag(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw new RefusedException(Refusal.INVALID_REQUEST, "'" + name + "' must be true or false.");
        }
        return Boolean.valueOf(value);
    }
}
