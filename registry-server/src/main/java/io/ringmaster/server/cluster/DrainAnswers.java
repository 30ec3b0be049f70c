package io.ringmaster.server.cluster;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What other nodes have last answered about the instances that somebody drains at this one. Answers to what was not asked
 * lately are not kept. Any thread may call.
 */
final class DrainAnswers {

    /** Who still waits asks again within much less. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Map<InstanceKey, Asked> asked = new HashMap<>();

    private static final class Asked {
        private Moment at;
        private final Map<String, Message.Chosen> answers = new HashMap<>();

        private Asked(Moment at) {
            this.at = at;
        }
    }

    synchronized void ask(InstanceKey key, Moment now) {
        asked.computeIfAbsent(key, missing -> new Asked(now)).at = now;
    }

    synchronized void answered(String from, Message.Chosen answer) {
        Asked question = asked.get(answer.key());
        if (question != null) {
            question.answers.put(from, answer);
        }
    }

    /** Returns the latest answer of each of these nodes, as far as it was asked then or later. */
    synchronized List<Drain.Elsewhere> of(InstanceKey key, List<String> nodes, Moment since) {
        Asked question = asked.get(key);
        List<Drain.Elsewhere> all = new ArrayList<>();
        for (String node : nodes) {
            Message.Chosen answer = question == null ? null : question.answers.get(node);
            all.add(
                    answer != null && answer.askedNanos() - since.nanos() >= 0
                            ? said(node, answer.by())
                            : Drain.Elsewhere.silent(node));
        }
        return all;
    }

    private static Drain.Elsewhere said(String node, Drain.Elsewhere by) {
        return new Drain.Elsewhere(
                by.watchers(),
                by.waitingFor().stream()
                        .map(waiting ->
                                new Drain.Waiting(node, waiting.session(), waiting.application(), waiting.applied()))
                        .toList(),
                by.inFlight());
    }

    synchronized void tick(Moment now) {
        asked.values().removeIf(question -> now.since(question.at).compareTo(KEPT) > 0);
    }
}
