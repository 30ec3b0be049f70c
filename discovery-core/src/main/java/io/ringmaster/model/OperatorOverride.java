package io.ringmaster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of an instance. It survives renewals and registrations until it is taken back or expires.
 *
 * @param status the status that callers are told instead, or null to leave it
 * @param weight the weight that callers use instead, or null to leave it
 * @param reason why, in the operator's words
 * @param by who said it
 * @param since when it was said
 * @param expiresAt when it ends by itself, or null if it does not
 */
public record OperatorOverride(
        @Nullable InstanceStatus status,
        @Nullable Double weight,
        @Nullable String reason,
        @Nullable String by,
        Instant since,
        @Nullable Instant expiresAt) {

    /**
     * @throws IllegalArgumentException if neither status nor weight is given, or one of them is not allowed
     */
    public OperatorOverride {
        if (status == null && weight == null) {
            throw new IllegalArgumentException("An override needs a 'status', a 'weight', or both.");
        }
        if (status != null && !status.overridable()) {
            throw new IllegalArgumentException("An override may set the status OUT_OF_SERVICE or DRAINING, not "
                    + status + ". To bring the instance back, delete the override.");
        }
        if (weight != null) {
            Registration.checkWeight(weight);
        }
        if (reason != null && reason.length() > 512) {
            throw new IllegalArgumentException("The reason of an override may have up to 512 characters.");
        }
    }
}
