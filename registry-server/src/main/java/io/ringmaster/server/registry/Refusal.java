package io.ringmaster.server.registry;

import java.util.Locale;
import java.util.function.Supplier;

/** Why the registry does not do what it is asked. The word of each is part of the wire. */
public enum Refusal {
    /** A parameter or a member cannot be read. */
    INVALID_REQUEST,
    /** The name of a service, an instance or a session is not legal. */
    INVALID_NAME,
    /** A claim or an override is readable and not legal. */
    INVALID_INSTANCE,
    /** The service has never been heard of. */
    UNKNOWN_SERVICE,
    /** The instance is not listed. */
    UNKNOWN_INSTANCE,
    /** Whoever asks has no right to that. */
    FORBIDDEN,
    /** What it is asked of belongs to another identity. */
    NOT_OWNER,
    /** A newer process of the same id is listed. */
    STALE_INCARNATION,
    /** Another client process holds the id and lives. */
    INSTANCE_ID_TAKEN,
    /** The instance may be called, so nobody waits for it to be left out. */
    NOT_DRAINING,
    /** The registry has just started, so that what it does not list it may merely not know yet. */
    NOT_SETTLED,
    /** The registry is full. */
    QUOTA_EXCEEDED;

    /** Returns the word of the wire, such as {@code unknown-instance}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the value.
     *
     * @throws RefusedException for this reason, with the same message, if making the value throws an
     *     IllegalArgumentException
     */
    public <T> T unlessLegal(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new RefusedException(this, message == null ? "The request is not legal." : message);
        }
    }
}
