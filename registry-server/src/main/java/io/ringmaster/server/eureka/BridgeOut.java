package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells one node of the other Eureka server what is listed here: who came, changed and left, and every half minute that those who stay
 * still live. It remembers what it has told, and compares. Of one thread.
 */
final class BridgeOut {

    private static final Duration BEAT_EVERY = Duration.ofSeconds(30);
    private static final int TERM_SECONDS = 90;

    /** As many as the peers of a Eureka server put into one message. */
    private static final int BATCH = 250;

    private enum Action {
        Register,
        Heartbeat,
        Cancel
    }

    private static final int OK = 200;

    private record Due(Action action, Instance instance) {}

    private final EurekaPeer peer;
    private final EurekaDocuments documents;

    /** What the other node knows of us, unless it forgot it. */
    private final Map<InstanceKey, Instance> told = new HashMap<>();

    private @Nullable Moment beaten;

    BridgeOut(EurekaPeer peer, EurekaDocuments documents) {
        this.peer = peer;
        this.documents = documents;
    }

    EurekaPeer peer() {
        return peer;
    }

    /** Returns how many instances of ours it knows. */
    int size() {
        return told.size();
    }

    /** Forgets what it was told; without a word to it, since another of our nodes goes on. */
    void forget() {
        told.clear();
        beaten = null;
    }

    /** It may have missed something: the next word to it is whether it still knows everybody. */
    void doubt() {
        beaten = null;
    }

    /**
     * Tells what it does not know yet.
     *
     * @param listed everything listed here
     * @param theirs who has registered there himself: if he leaves us, he has moved back, and stays listed there
     * @return whether there was anything to tell
     * @throws IOException if it cannot be told; the next attempt begins where this one ended
     */
    boolean tell(List<Instance> listed, Set<InstanceKey> theirs, Moment now) throws IOException, InterruptedException {
        Map<InstanceKey, Instance> ours = new LinkedHashMap<>();
        for (Instance instance : listed) {
            if (!BridgeMark.isOn(instance)) {
                ours.put(instance.key(), instance);
            }
        }
        boolean beat = beaten == null || now.since(beaten).compareTo(BEAT_EVERY) >= 0;
        List<Due> due = new ArrayList<>();
        ours.forEach((key, instance) -> {
            Instance known = told.get(key);
            if (known == null || !isSame(known, instance)) {
                due.add(new Due(Action.Register, instance));
            } else if (beat) {
                due.add(new Due(Action.Heartbeat, instance));
            }
        });
        told.keySet().removeIf(key -> !ours.containsKey(key) && theirs.contains(key));
        told.forEach((key, instance) -> {
            if (!ours.containsKey(key)) {
                due.add(new Due(Action.Cancel, instance));
            }
        });
        for (int from = 0; from < due.size(); from += BATCH) {
            tell(due.subList(from, Math.min(due.size(), from + BATCH)));
        }
        if (beat) {
            beaten = now;
        }
        return !due.isEmpty();
    }

    private void tell(List<Due> due) throws IOException, InterruptedException {
        List<Integer> answers = peer.replicate(due.stream().map(this::happened).toList());
        for (int i = 0; i < due.size(); i++) {
            Instance instance = due.get(i).instance();
            if (due.get(i).action() == Action.Cancel || answers.get(i) != OK) {
                told.remove(instance.key());
            } else {
                told.put(instance.key(), instance);
            }
        }
    }

    private ObjectNode happened(Due due) {
        ObjectNode said = (ObjectNode) documents.instance(due.instance()).path("instance");
        ObjectNode happened = JsonNodeFactory.instance
                .objectNode()
                .put("appName", said.path("app").asString())
                .put("id", said.path("instanceId").asString())
                .put("status", said.path("status").asString())
                .put("action", due.action().name());
        if (due.action() == Action.Register) {
            BridgeMark.put(said, BridgeMark.HERE);
            // What an operator says here is in the status. As an override it would outlive its end.
            said.put("overriddenStatus", "UNKNOWN");
            said.putObject("leaseInfo")
                    .put("renewalIntervalInSecs", BEAT_EVERY.toSeconds())
                    .put("durationInSecs", TERM_SECONDS);
            happened.set("instanceInfo", said);
        }
        return happened;
    }

    private static boolean isSame(Instance known, Instance instance) {
        return known.registration().equals(instance.registration()) && known.status() == instance.status();
    }
}
