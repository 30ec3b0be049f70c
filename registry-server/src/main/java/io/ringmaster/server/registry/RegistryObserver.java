package io.ringmaster.server.registry;

import io.ringmaster.model.InstanceKey;
import java.time.Duration;
import java.util.Locale;

/**
 * What the registry tells the outside: history, meters, log, and whoever finds out about doubts. Called under the
 * registry's lock unless it says otherwise, so an observer returns at once and does its work elsewhere.
 */
public interface RegistryObserver {

    /** What became of a heartbeat. */
    enum Heartbeat {
        /** The lease was renewed. */
        RENEWED,
        /** There is no such lease. */
        UNKNOWN,
        /** A newer process of the same id is listed. */
        STALE;

        /** Returns the word for meters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The catalog changed. */
    default void happened(RegistryEvent event) {}

    /** One lease was to be renewed. */
    default void heartbeat(Heartbeat outcome) {}

    /** Somebody should find out whether an instance lives, and tell it by {@link Registry#found}. */
    default void doubted(Doubt doubt) {}

    /** The node that looks after the lease of an instance should find out whether it lives. */
    default void doubtedElsewhere(InstanceKey key) {}

    /** A doubt was looked into, with this outcome: one of a handful of words. */
    default void probed(String outcome) {}

    /** A session has said which revision it has applied, or is gone, so that nobody waits for it. */
    default void acknowledged() {}

    /** Instances of a service are kept from now on that would have left, or are no longer. */
    default void protectionChanged(String service, ProtectionState state) {}

    /** A request was refused, for the reason with this code. */
    default void refused(String code) {}

    /** This process stood still for so long, and every lease got a full term. */
    default void stoodStill(Duration gap) {}

    /** So many streams broke within a second that this node may be the reason; so many are still open. */
    default void manyStreamsBroke(int broke, int stillOpen) {}

    /** A batch was written to disk in that time, after which the file has so many bytes. Not under the lock. */
    default void journalWritten(Duration took, long size) {}

    /** What happens could not be written to disk. Not under the lock. */
    default void journalFailed() {}

    /**
     * So many instances came over a bridge to another registry, and so many of ours are known there, which has not answered for that time;
     * zero when it answers. Not under the lock.
     */
    default void bridged(int in, int out, Duration silent) {}
}
