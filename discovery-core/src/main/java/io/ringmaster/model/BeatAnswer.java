package io.ringmaster.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client process must do after a beat, and what it asked for.
 *
 * @param renewEverySeconds when to beat again
 * @param register instances whose lease is unknown: register them again
 * @param stale instances of which a newer incarnation is listed: stop renewing them
 * @param load of each service asked for, by instance id, how many requests the instance last said to be serving; without the
 *     instances that have not said so lately, and the services of which none has; null if nothing was asked
 */
public record BeatAnswer(
        int renewEverySeconds,
        List<InstanceKey> register,
        List<InstanceKey> stale,
        @Nullable Map<String, Map<String, Integer>> load) {

    public BeatAnswer {
        register = register == null ? List.of() : List.copyOf(register);
        stale = stale == null ? List.of() : List.copyOf(stale);
        load = load == null
                ? null
                : load.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
    }
}
