package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one registry of this one and another Eureka server while a fleet moves: who is listed there is listed here, and the reverse. Of
 * several nodes here one does it, the first by name; during a split each side does, which changes nothing twice.
 *
 * <p>Of one thread, except for {@link #state}.
 */
final class Bridge {

    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    /** After a failure, the time until the next attempt. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * How it stands.
     *
     * @param here whether this node does it
     * @param in how many instances are listed here because they are listed there
     * @param out how many instances of ours the other one knows
     * @param unreachableSince since when each of its nodes does not answer; null for those that do
     */
    record State(boolean here, int in, int out, Map<String, @Nullable Instant> unreachableSince) {

        static final State IDLE = new State(false, 0, 0, Map.of());
    }

    private final Registry registry;
    private final Nodes nodes;
    private final RegistryObserver observer;
    private final List<BridgeOut> others;
    private final BridgeIn in;
    private final Duration pollInterval;
    private final Map<BridgeOut, Moment> failedAt = new LinkedHashMap<>();
    private final Map<String, Instant> unreachable = new LinkedHashMap<>();
    private @Nullable Moment polled;

    /** Who has registered there himself, when that was last told. */
    private Set<InstanceKey> theirs = Set.of();

    /** Written by the thread of the bridge, read by any. */
    private volatile State state = State.IDLE;

    Bridge(
            Registry registry,
            Nodes nodes,
            RegistryObserver observer,
            List<BridgeOut> others,
            BridgeIn in,
            Duration pollInterval) {
        this.registry = registry;
        this.nodes = nodes;
        this.observer = observer;
        this.others = others;
        this.in = in;
        this.pollInterval = pollInterval;
    }

    /** Does what is due. To be called about once a second. */
    void tick(Moment now) throws InterruptedException {
        Nodes.View view = nodes.view();
        if (view.others().stream().anyMatch(node -> node.id().compareTo(view.self()) < 0)) {
            others.forEach(BridgeOut::forget);
            failedAt.clear();
            unreachable.clear();
            polled = null;
            state = State.IDLE;
            observer.bridged(0, 0, Duration.ZERO);
            return;
        }
        List<Instance> listed = EurekaDocuments.everything(registry.listing().catalog());
        for (BridgeOut other : others) {
            if (mayBeTried(other, now)) {
                tell(other, listed, now);
            }
        }
        if (polled == null || now.since(polled).compareTo(pollInterval) >= 0) {
            polled = now;
            poll(now);
        }
        int brought = in.brought().size();
        int told = others.stream().mapToInt(BridgeOut::size).max().orElse(0);
        Map<String, @Nullable Instant> since = new LinkedHashMap<>();
        others.forEach(other ->
                since.put(other.peer().toString(), unreachable.get(other.peer().toString())));
        state = new State(true, brought, told, since);
        observer.bridged(brought, told, silence(now));
    }

    /** Returns how it stands. Any thread may ask. */
    State state() {
        return state;
    }

    private void tell(BridgeOut other, List<Instance> listed, Moment now) throws InterruptedException {
        try {
            if (other.tell(listed, theirs, now)) {
                reached(other);
            }
        } catch (IOException failure) {
            failed(other, failure, now);
        }
    }

    private void poll(Moment now) throws InterruptedException {
        for (BridgeOut other : others) {
            if (mayBeTried(other, now)) {
                try {
                    theirs = in.follow(other.peer().instances(), other.peer().address(), now);
                    reached(other);
                    return;
                } catch (IOException failure) {
                    failed(other, failure, now);
                }
            }
        }
        in.keep(now);
    }

    private boolean mayBeTried(BridgeOut other, Moment now) {
        Moment failed = failedAt.get(other);
        return failed == null || now.since(failed).compareTo(PATIENCE) >= 0;
    }

    private void reached(BridgeOut other) {
        failedAt.remove(other);
        if (unreachable.remove(other.peer().toString()) != null) {
            log.info("The other Eureka server at {} answers again.", other.peer());
        }
    }

    private void failed(BridgeOut other, IOException failure, Moment now) {
        failedAt.put(other, now);
        other.doubt();
        if (unreachable.putIfAbsent(other.peer().toString(), now.instant()) == null) {
            log.warn(
                    "The other Eureka server at {} does not answer. What it listed last stays listed here until it does. {}",
                    other.peer(),
                    failure.toString());
        }
    }

    /** Returns for how long none of its nodes has answered. */
    private Duration silence(Moment now) {
        if (unreachable.size() < others.size()) {
            return Duration.ZERO;
        }
        return unreachable.values().stream()
                .max(Instant::compareTo)
                .map(since -> Duration.between(since, now.instant()))
                .orElse(Duration.ZERO);
    }
}
