package io.ringmaster.server.api;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which instances of a list are asked for. An instance passes if it meets every condition; several values of
 * {@code status} mean any of them.
 */
record InstanceFilter(
        Set<InstanceStatus> statuses,
        @Nullable String zone,
        Map<String, String> metadata,
        @Nullable Boolean routable,
        @Nullable String after,
        int limit) {

    private static final String METADATA = "metadata.";

    static InstanceFilter of(MultiValueMap<String, String> query) {
        Map<String, String> metadata = new HashMap<>();
        query.toSingleValueMap().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), String.valueOf(value));
            }
        });
        return new InstanceFilter(
                statuses(query.getOrDefault("status", List.of())),
                query.getFirst("zone"),
                metadata,
                flag("routable", query.getFirst("routable")),
                query.getFirst("after"),
                Limits.of(query.getFirst("limit"), Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    boolean isEmpty() {
        return equals(new InstanceFilter(Set.of(), null, Map.of(), null, null, Integer.MAX_VALUE));
    }

    /** Returns those that pass, whatever the limit. */
    List<Instance> select(ServiceCatalog service) {
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

    private static Set<InstanceStatus> statuses(List<String> values) {
        Set<InstanceStatus> statuses = EnumSet.noneOf(InstanceStatus.class);
        values.stream()
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
