package io.ringmaster.server.registry;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an instance. One for each change of the catalog, one for an attempt to take an instance over, and
 * one when somebody got a certificate for it.
 *
 * @param at when, by this node's wall clock
 * @param revision the revision after it
 * @param key the instance
 * @param kind what happened
 * @param was the status before, or null when it was not listed
 * @param status the status after, or null when it is no longer listed
 * @param cause why, in words, where that says more than the kind
 * @param by the identity that asked for it; null when it was not proven, or nobody asked
 * @param from the address literal that somebody asked for it from; null when nobody did
 */
public record RegistryEvent(
        Instant at,
        Revision revision,
        InstanceKey key,
        Kind kind,
        @Nullable InstanceStatus was,
        @Nullable InstanceStatus status,
        @Nullable String cause,
        @Nullable String by,
        @Nullable String from) {

    /** Creates an event for which nobody asked here: the registry found out, or another node says so. */
    public RegistryEvent(
            Instant at,
            Revision revision,
            InstanceKey key,
            Kind kind,
            @Nullable InstanceStatus was,
            @Nullable InstanceStatus status,
            @Nullable String cause) {
        this(at, revision, key, kind, was, status, cause, null, null);
    }

    /** What can happen to an instance. */
    public enum Kind {
        /** It was listed for the first time, or another process took its place. */
        REGISTERED,
        /** It claims something else than before. */
        CHANGED,
        /** It says something else of itself. */
        REPORTED,
        /** An operator said something of it. */
        OVERRIDDEN,
        /** An operator's word was taken back or came to its end. */
        OVERRIDE_ENDED,
        /** Something happened to it, not yet known what. */
        SUSPECTED,
        /** It was proven unreachable. */
        FAILED,
        /** It showed that it lives. */
        RECOVERED,
        /** It left on purpose. */
        DEREGISTERED,
        /** Its lease lapsed. */
        EXPIRED,
        /** Its lease lapsed after it was proven unreachable. */
        REFUSED,
        /** Another identity tried to register, change or remove it, in vain. */
        TAKEOVER_REFUSED,
        /** An identity that may register it got a certificate for its service; it need not be listed yet. */
        CERTIFIED;

        /** Whether it is a change of the catalog. */
        public boolean isChange() {
            return this != TAKEOVER_REFUSED && this != CERTIFIED;
        }

        /** Returns the word of the wire, such as {@code override-ended}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
