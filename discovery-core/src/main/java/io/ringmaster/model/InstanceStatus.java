package io.ringmaster.model;

/**
 * What callers are told of an instance, computed from what it reports, what an operator says and what the registry sees.
 * Only {@link #UP} may be called, and {@link #SUSPECT} when nothing is up.
 */
public enum InstanceStatus {
    /** Registered, not ready yet. */
    STARTING,
    /** Ready for calls. */
    UP,
    /** Alive and finishing what it has; wants no new calls. */
    DRAINING,
    /** Taken out by its operator or by itself. */
    OUT_OF_SERVICE,
    /** Its stream broke or its heartbeats are missing; not yet proven dead. */
    SUSPECT,
    /** Proven unreachable, or it says so itself. */
    DOWN;

    /** Whether an instance may say this of itself; {@link #SUSPECT} is for the registry alone. */
    public boolean reportable() {
        return this != SUSPECT;
    }

    /** Whether an operator may set it by an override. */
    public boolean overridable() {
        return this == OUT_OF_SERVICE || this == DRAINING;
    }
}
