package io.ringmaster.server.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster looks from this node.
 *
 * @param ready whether this node has the state of the cluster, or is the first
 * @param agreed whether each peer has lately said that it holds the same
 * @param disagreeingSince since when that is not so, or null when it is
 * @param digest the word for what this node holds; equal words mean equal content at equal versions
 * @param peers the other nodes of the view, in its order
 * @param counts what was counted since the start
 */
record ClusterState(
        boolean ready,
        boolean agreed,
        @Nullable Instant disagreeingSince,
        String digest,
        List<PeerState> peers,
        Counts counts) {

    /**
     * Another node.
     *
     * @param name one life of it
     * @param ready whether it said that it has the state of the cluster
     * @param disagreeingSince since when it holds something else or is not heard, or null when all is well
     * @param digest the word for what it last said it holds, or null when it has said nothing yet
     * @param heardAt when that was
     * @param instances how many instances it said it lists
     * @param refusedFormat the format of messages that this node had to refuse, or null
     */
    record PeerState(
            String name,
            boolean ready,
            @Nullable Instant disagreeingSince,
            @Nullable String digest,
            @Nullable Instant heardAt,
            int instances,
            @Nullable Integer refusedFormat) {}

    /**
     * What was counted.
     *
     * @param dropped entries that were not sent because too many were waiting
     * @param refused messages in a format that this node does not understand
     * @param unreadable messages that are damaged
     * @param repaired entries that arrived only because nodes compared
     */
    record Counts(long dropped, long refused, long unreadable, long repaired) {}
}
