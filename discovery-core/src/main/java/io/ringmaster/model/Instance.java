package io.ringmaster.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance as the registry lists it: its claim, and three truths that never overwrite each other. On the wire the
 * members of the claim stand beside the others.
 *
 * @param registration what it claims
 * @param reported what it says of itself
 * @param override what an operator says of it, or null
 * @param observed what the registry sees of it
 * @param observedCause why the registry sees that, in words; null while it is passing
 * @param registeredAt when this incarnation registered first
 * @param statusSince when its status last changed
 * @param registeredBy the identity that registered it, as the registry proved it; null where nobody proves who he is
 */
public record Instance(
        @JsonUnwrapped Registration registration,
        InstanceStatus reported,
        @Nullable OperatorOverride override,
        ObservedHealth observed,
        @Nullable String observedCause,
        Instant registeredAt,
        Instant statusSince,
        @Nullable String registeredBy) {

    /**
     * @throws IllegalArgumentException if what every instance has is missing, as it may be on the wire
     */
    public Instance {
        if (reported == null || observed == null || registeredAt == null || statusSince == null) {
            throw new IllegalArgumentException(
                    registration.key()
                            + " lacks one of 'reported', 'observed', 'registeredAt' and 'statusSince', which every instance has.");
        }
    }

    /** Creates an instance of which nobody has proven that it is his. */
    public Instance(
            Registration registration,
            InstanceStatus reported,
            @Nullable OperatorOverride override,
            ObservedHealth observed,
            @Nullable String observedCause,
            Instant registeredAt,
            Instant statusSince) {
        this(registration, reported, override, observed, observedCause, registeredAt, statusSince, null);
    }

    /** Returns the key of the instance. */
    public InstanceKey key() {
        return registration.key();
    }

    /** Returns the id within the service. */
    public String id() {
        return registration.id();
    }

    /**
     * Returns what callers are told: a proven or declared failure first, then the operator's word, then what the instance
     * says, and only then a suspicion, so that a suspicion never brings back what somebody took out.
     */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public InstanceStatus status() {
        if (observed == ObservedHealth.FAILING || reported == InstanceStatus.DOWN) {
            return InstanceStatus.DOWN;
        }
        if (override != null && override.status() != null) {
            return override.status();
        }
        if (reported != InstanceStatus.UP) {
            return reported;
        }
        return observed == ObservedHealth.SUSPECT ? InstanceStatus.SUSPECT : InstanceStatus.UP;
    }

    /** Returns the weight that callers use: the operator's, else the claimed one. */
    public double effectiveWeight() {
        return override != null && override.weight() != null ? override.weight() : registration.weight();
    }

    /**
     * Returns this instance with further words in its metadata.
     *
     * @throws IllegalArgumentException if that makes no legal registration
     */
    public Instance describedBy(Map<String, String> words) {
        return new Instance(
                registration.with(words),
                reported,
                override,
                observed,
                observedCause,
                registeredAt,
                statusSince,
                registeredBy);
    }

    /** Returns this instance with another word of itself. */
    public Instance withReported(InstanceStatus newReported, Instant at) {
        return since(
                at,
                new Instance(
                        registration,
                        newReported,
                        override,
                        observed,
                        observedCause,
                        registeredAt,
                        statusSince,
                        registeredBy));
    }

    /** Returns this instance with another word of the operator, or none. */
    public Instance withOverride(@Nullable OperatorOverride newOverride, Instant at) {
        return since(
                at,
                new Instance(
                        registration,
                        reported,
                        newOverride,
                        observed,
                        observedCause,
                        registeredAt,
                        statusSince,
                        registeredBy));
    }

    /** Returns this instance as the registry sees it now; the cause is null when it is passing. */
    public Instance withObserved(ObservedHealth newObserved, @Nullable String cause, Instant at) {
        return since(
                at,
                new Instance(
                        registration, reported, override, newObserved, cause, registeredAt, statusSince, registeredBy));
    }

    private Instance since(Instant at, Instance next) {
        return next.status() == status()
                ? next
                : new Instance(
                        next.registration,
                        next.reported,
                        next.override,
                        next.observed,
                        next.observedCause,
                        next.registeredAt,
                        at,
                        next.registeredBy);
    }
}
