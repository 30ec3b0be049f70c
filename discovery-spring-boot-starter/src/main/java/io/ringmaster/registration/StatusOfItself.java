package io.ringmaster.registration;

import io.ringmaster.model.InstanceStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says of itself, out of four voices that do not overwrite each other: its life decides while it starts and
 * drains, then what somebody has set by hand, then its readiness, then its health. Any thread may call it.
 */
final class StatusOfItself {

    /** Starting, ready, refusing. */
    private InstanceStatus life = InstanceStatus.STARTING;

    /** Set by hand, until it is lifted. */
    private @Nullable InstanceStatus pinned;

    /** A bad health, or null. */
    private @Nullable InstanceStatus health;

    private boolean draining;

    StatusOfItself(InstanceStatus initial) {
        pinned = initial == InstanceStatus.UP ? null : initial;
    }

    synchronized InstanceStatus get() {
        if (draining) {
            return InstanceStatus.DRAINING;
        }
        if (life == InstanceStatus.STARTING) {
            return InstanceStatus.STARTING;
        }
        if (pinned != null) {
            return pinned;
        }
        return life == InstanceStatus.UP && health != null ? health : life;
    }

    synchronized void life(InstanceStatus status) {
        life = status;
    }

    synchronized void pin(@Nullable InstanceStatus status) {
        pinned = status;
    }

    synchronized void health(@Nullable InstanceStatus status) {
        health = status;
    }

    /** From now on nothing else counts. */
    synchronized void drain() {
        draining = true;
    }
}
