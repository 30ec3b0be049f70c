package io.ringmaster.model;

import org.jspecify.annotations.Nullable;

/**
 * What a watcher is told, besides {@link ServiceSnapshot}: the {@code data} of each server-sent event as JSON. The revision
 * of an event is its {@code id}, not part of its data, except where a watcher needs it to know what it holds.
 */
public sealed interface WatchEvent {

    /**
     * The snapshots are complete. Event {@code synced}.
     *
     * @param revision what the watcher holds now
     * @param settled false while the node has just started and its clients are still coming back: what it does not list it
     *     may merely not know yet, so a watcher keeps what it held from before; true as soon as the list is the whole truth
     */
    record Synced(Revision revision, boolean settled) implements WatchEvent {}

    /**
     * An instance is listed as given. Event {@code put}.
     *
     * @param instance the instance as it is now
     * @param digest the digest of its service after this event; null when more events for it follow at once
     */
    record Put(Instance instance, @Nullable String digest) implements WatchEvent {}

    /**
     * An instance is no longer listed. Event {@code remove}.
     *
     * @param service the service
     * @param id the instance
     * @param reason why
     * @param digest the digest of its service after this event; null when more events for it follow at once
     */
    record Remove(
            String service,
            String id,
            RemovalReason reason,
            @Nullable String digest) implements WatchEvent {}

    /**
     * The node is leaving: connect elsewhere now. Event {@code bye}.
     *
     * @param reason why, in words
     */
    record Bye(String reason) implements WatchEvent {}
}
