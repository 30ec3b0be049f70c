package io.ringmaster.routing;

import org.jspecify.annotations.Nullable;

/** Why a call passes over an instance that comes first in the order of its key. */
public enum Objection {
    /** The registry says that it may not be called. */
    NOT_CALLABLE("may not be called", 3),
    /** This caller leaves it out for a while, because its calls failed. */
    EJECTED("is left out by this caller because its calls failed", 2),
    /** It is in another zone, and the caller's own has enough instances for this key. */
    OTHER_ZONE("is in another zone", 1),
    /** It is in the caller's zone, which has too few instances that may be called to take this key as well. */
    ZONE_IS_SHORT("is in the caller's zone, which is short of instances", 1),
    /** It is new, and takes its keys over step by step. */
    WARMING_UP("has just started and takes its keys over step by step", 1),
    /** It has as many calls as its share of all allows. */
    OVER_BOUND("has as many calls as its share allows", 1);

    private final String words;
    private final int severity;

    Objection(String words, int severity) {
        this.words = words;
        this.severity = severity;
    }

    /** Returns what it says about the instance, such as "may not be called". */
    public String words() {
        return words;
    }

    /** Returns how much it matters: 0 is nothing. */
    static int severity(@Nullable Objection objection) {
        return objection == null ? 0 : objection.severity;
    }

    /**
     * Whether it counts when nobody else is left. Who has just started is better than no answer, and so, when even that
     * helps nobody, is who failed.
     *
     * @param leniency how often nobody was found: 0, 1 or 2
     */
    boolean holdsAt(int leniency) {
        return severity > leniency;
    }
}
