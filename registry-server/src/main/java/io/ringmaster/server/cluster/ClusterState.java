package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.Nodes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster looks from this node.
 *
 * @param ready whether this node has the state of the cluster, or is the first
 * @param disagreeingSince since when not each peer has lately said that it holds the same, or null when all have
 * @param digest the word for what this node holds; equal words mean equal content at equal versions
 * @param peers the other nodes of the view, in its order
 * @param counts what was counted since the start
 */
record ClusterState(
        boolean ready, @Nullable Instant disagreeingSince, String digest, List<Nodes.Node> peers, Counts counts) {

    boolean agreed() {
        return disagreeingSince == null;
    }

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
