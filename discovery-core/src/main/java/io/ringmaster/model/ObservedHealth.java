package io.ringmaster.model;

import java.util.Locale;

/** What the registry itself sees of an instance; never overwrites what the instance or an operator says. */
public enum ObservedHealth {
    /** Its session lives or its lease is renewed. */
    PASSING,
    /** Something happened to it, not yet known what. */
    SUSPECT,
    /** It was probed and did not answer. */
    FAILING;

    /** Returns the word of the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
