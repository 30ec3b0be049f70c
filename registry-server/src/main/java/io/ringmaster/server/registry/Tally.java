package io.ringmaster.server.registry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many of something each identity has. What nobody has proven to be his counts for nobody. Guarded by the registry's lock. */
final class Tally {

    private final Map<String, Integer> counts = new HashMap<>();

    int of(String identity) {
        return counts.getOrDefault(identity, 0);
    }

    void more(@Nullable String identity) {
        if (identity != null) {
            counts.merge(identity, 1, Integer::sum);
        }
    }

    void fewer(@Nullable String identity) {
        if (identity != null) {
            counts.computeIfPresent(identity, (name, count) -> count == 1 ? null : count - 1);
        }
    }
}
