package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.RegistryEvent.Kind;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RegistryStore} took from another node about one instance.
 *
 * @param key the instance
 * @param before as it was listed, or null
 * @param after as it is listed now, or null
 * @param revision the revision by which that changed, or null when it did not
 * @param reason why it is no longer listed, if it was; null otherwise
 * @param cause who says so, in words
 */
public record Taken(
        InstanceKey key,
        @Nullable Instance before,
        @Nullable Instance after,
        @Nullable Revision revision,
        @Nullable RemovalReason reason,
        String cause) {

    /** Whether two listings of one instance differ in nothing but the hour at which something was said. */
    public static boolean isSame(Instance one, Instance other) {
        return one.registration().equals(other.registration())
                && one.reported() == other.reported()
                && Objects.equals(one.override(), other.override())
                && one.observed() == other.observed()
                && Objects.equals(one.observedCause(), other.observedCause())
                && Objects.equals(one.registeredBy(), other.registeredBy());
    }

    /** Returns the same, with the revision by which it came about. */
    public Taken at(Revision changed) {
        return new Taken(key, before, after, changed, reason, cause);
    }

    /** Whether it is the claim of the same process, so that its lease goes on. */
    boolean isSameClaim() {
        return before != null && after != null && before.registration().equals(after.registration());
    }

    /** Returns what happened by that revision. */
    RegistryEvent event(Revision changed, Instant at) {
        return new RegistryEvent(
                at,
                changed,
                key,
                kind(),
                before == null ? null : before.status(),
                after == null ? null : after.status(),
                cause);
    }

    private Kind kind() {
        if (after == null) {
            return reason == RemovalReason.EXPIRED
                    ? Kind.EXPIRED
                    : reason == RemovalReason.REFUSED ? Kind.REFUSED : Kind.DEREGISTERED;
        }
        if (before == null
                || before.registration().incarnation() != after.registration().incarnation()) {
            return Kind.REGISTERED;
        }
        if (!isSameClaim()) {
            return Kind.CHANGED;
        }
        if (before.observed() != after.observed()) {
            return kind(after.observed());
        }
        if (!Objects.equals(before.override(), after.override())) {
            return after.override() == null ? Kind.OVERRIDE_ENDED : Kind.OVERRIDDEN;
        }
        return before.reported() == after.reported() ? kind(after.observed()) : Kind.REPORTED;
    }

    static Kind kind(ObservedHealth health) {
        return switch (health) {
            case PASSING -> Kind.RECOVERED;
            case SUSPECT -> Kind.SUSPECTED;
            case FAILING -> Kind.FAILED;
        };
    }
}
