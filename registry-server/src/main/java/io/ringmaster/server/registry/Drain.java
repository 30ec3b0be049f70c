package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far it has spread that callers shall leave an instance out.
 *
 * @param instance the instance
 * @param revision from which revision on callers of this node leave it out
 * @param watchers how many live sessions watch its service, apart from its own
 * @param waitingFor those of them that have not said that they leave it out
 * @param inFlight how many requests the instance last said to be serving, or null if it has not said so lately
 */
public record Drain(
        Instance instance,
        Revision revision,
        int watchers,
        List<Waiting> waitingFor,
        @Nullable Integer inFlight) {

    public Drain {
        waitingFor = List.copyOf(waitingFor);
    }

    /**
     * Somebody who has not said that the instance is left out.
     *
     * @param node the other node that it watches at, or that has not answered, or null for one that watches at this node
     * @param session the client process, or null when it is the node that has not answered
     * @param application its name for people, or null when it did not say
     * @param applied the revision of its node that it said it has applied, or null when it did not say
     */
    public record Waiting(
            @Nullable String node,
            @Nullable String session,
            @Nullable String application,
            @Nullable Revision applied) {

        static Waiting here(Watcher watcher) {
            return new Waiting(null, watcher.session(), watcher.application(), watcher.applied());
        }
    }

    /**
     * What another node says.
     *
     * @param watchers how many live sessions watch the service there, apart from the instance's own
     * @param waitingFor those of them that are waited for, or the node itself if it has not answered
     * @param inFlight how many requests the instance last told that node to be serving, or null
     */
    public record Elsewhere(
            int watchers,
            List<Waiting> waitingFor,
            @Nullable Integer inFlight) {

        /** A node where nobody has ever heard of the instance. */
        public static final Elsewhere NOBODY = new Elsewhere(0, List.of(), null);

        public Elsewhere {
            waitingFor = List.copyOf(waitingFor);
        }

        /** A node that has not answered. */
        public static Elsewhere silent(String node) {
            return new Elsewhere(0, List.of(new Waiting(node, null, null, null)), null);
        }
    }

    /** Returns this together with what other nodes say. */
    public Drain and(List<Elsewhere> others) {
        int allWatchers = watchers;
        List<Waiting> all = new ArrayList<>(waitingFor);
        Integer serving = inFlight;
        for (Elsewhere other : others) {
            allWatchers += other.watchers;
            all.addAll(other.waitingFor);
            serving = serving == null ? other.inFlight : serving;
        }
        return new Drain(instance, revision, allWatchers, all, serving);
    }

    /** Whether no other node still has to say who chooses the instance there. */
    public boolean isAnswered() {
        return waitingFor.stream().allMatch(waiting -> waiting.session != null);
    }

    /** Whether nobody chooses the instance any more. */
    public boolean acknowledged() {
        return waitingFor.isEmpty();
    }
}
