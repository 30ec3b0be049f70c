package io.ringmaster.routing;

import org.jspecify.annotations.Nullable;

/** Decides whether something speaks against an instance for the call at hand. Asked often, so it must be quick. */
@FunctionalInterface
public interface Judge {

    /** Returns what speaks against the instance with that index of the ring, or null. */
    @Nullable
    Objection against(int index);
}
