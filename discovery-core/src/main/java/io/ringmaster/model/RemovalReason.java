package io.ringmaster.model;

import java.util.Locale;

/** Why an instance is no longer listed. */
public enum RemovalReason {
    /** It left on purpose. */
    DEREGISTERED,
    /** Its lease lapsed. */
    EXPIRED,
    /** Its lease ended after a probe found its port closed. */
    REFUSED,
    /** An operator removed it. */
    EVICTED;

    /** Returns the word of the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
