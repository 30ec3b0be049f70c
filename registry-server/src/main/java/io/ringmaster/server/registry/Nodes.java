package io.ringmaster.server.registry;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.Moment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells about the nodes of the registry, as this one sees them. Any thread may ask. */
public interface Nodes {

    /**
     * What is known of them.
     *
     * @param self this life of this node; no other life of any node has the word
     * @param digest the word for what this node holds; nodes that hold the same have the same word
     * @param others the others that are there, in the same order on every node
     * @param disagreeingSince since when one of the others is known to hold something else or is not heard, or null while all
     *     agree
     * @param dropped changes that were not sent because too many were waiting
     * @param refused messages in a format that this node does not understand, or damaged
     * @param repaired entries that arrived only because nodes compared what they hold
     */
    record View(
            String self,
            String digest,
            List<Node> others,
            @Nullable Instant disagreeingSince,
            long dropped,
            long refused,
            long repaired) {}

    /**
     * Another node.
     *
     * @param id this life of it
     * @param ready whether it has the state of the others
     * @param disagreeingSince since when it is known to hold something else or is not heard, or null while it agrees
     * @param heardAt when it last told about itself, or null when it has not yet
     * @param instances how many instances it then listed
     * @param digest the word for what it then held, or null
     */
    record Node(
            String id,
            boolean ready,
            @Nullable Instant disagreeingSince,
            @Nullable Instant heardAt,
            int instances,
            @Nullable String digest) {}

    /** Returns what is known now. */
    View view();

    /** Asks every other node who still chooses an instance, and does not wait for the answers. */
    void askWhoChooses(InstanceKey key);

    /**
     * Returns the latest answer of each other node.
     *
     * @param since answers to earlier questions do not count
     */
    List<Drain.Elsewhere> chosenElsewhere(InstanceKey key, Moment since);

    /** The node of a registry that has no other. */
    static Nodes alone(Registry registry) {
        return new Nodes() {
            @Override
            public View view() {
                Listing listing = registry.listing();
                return new View(listing.revision().epoch(), listing.digest(), List.of(), null, 0, 0, 0);
            }

            @Override
            public void askWhoChooses(InstanceKey key) {}

            @Override
            public List<Drain.Elsewhere> chosenElsewhere(InstanceKey key, Moment since) {
                return List.of();
            }
        };
    }
}
