package io.ringmaster.server.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the protection of one service stands. Sessions are client processes; an instance without one counts as its own.
 *
 * @param policy the policy
 * @param on whether instances are listed now that would have left without it
 * @param since since when, or null when it is off
 * @param silent how many sessions with instances of this service are silent and not proven dead
 * @param sessions how many have instances of this service that are not proven dead
 * @param kept how many instances are listed that would have left
 * @param why why it is on or off, in words
 * @param endsWhen what ends it, in words, or null when it is off
 */
public record ProtectionState(
        ProtectionPolicy policy,
        boolean on,
        @Nullable Instant since,
        int silent,
        int sessions,
        int kept,
        String why,
        @Nullable String endsWhen) {}
