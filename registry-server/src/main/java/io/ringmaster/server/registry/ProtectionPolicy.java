package io.ringmaster.server.registry;

import java.util.Locale;

/** What becomes of instances that fall silent and cannot be proven dead. */
public enum ProtectionPolicy {
    /** They leave, unless so many fall silent together that the fault may be elsewhere; then they stay, for a bounded time. */
    PROTECT,
    /** They stay, however few they are and however long it takes. */
    FAIL_OPEN,
    /** They leave, however many they are. */
    FAIL_CLOSED;

    /** Returns the word of the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
