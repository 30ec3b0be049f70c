package io.ringmaster.server.cluster;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes of the view, how far this node agrees with them, what it asks which of them for, and whether it may serve: when it
 * has pulled everything from a peer that is ready, or is the first of its cluster. It pulls from one peer at a time, so that
 * what several have is not sent several times. Sends nothing itself. Any thread may call.
 */
final class Peers {

    /** How long the first of several nodes waits for one of the others to say whether it is ready. */
    private static final Duration TO_BE_HEARD = Duration.ofSeconds(5);

    private final String self;
    private final WireFormat wire;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private boolean first;
    private boolean ready;
    private @Nullable Pull pull;

    Peers(String self, WireFormat wire) {
        this.self = self;
        this.wire = wire;
    }

    synchronized void viewChanged(List<String> nodes, Moment now) {
        peers.keySet().retainAll(nodes);
        nodes.stream()
                .filter(node -> !node.equals(self))
                .forEach(node -> peers.computeIfAbsent(node, name -> new Peer(name, now)));
        first = nodes.get(0).equals(self);
        ready |= peers.isEmpty();
        if (pull != null && !peers.containsKey(pull.from)) {
            pull = null;
        }
    }

    /** A message with that head came. */
    synchronized void met(String from, WireFormat.Head head) {
        Peer peer = peers.get(from);
        if (peer != null) {
            peer.met(head);
        }
    }

    /** Returns the newest format that all of them understand, or the newest there is when there is none. */
    synchronized int format() {
        return peers.keySet().stream().mapToInt(this::format).min().orElse(wire.newest());
    }

    /** Returns the newest format that a node understands, as far as that is known. */
    synchronized int format(String node) {
        Peer peer = peers.get(node);
        int theirs = peer == null ? wire.oldest() : peer.newest(wire.oldest());
        return Math.max(wire.oldest(), Math.min(wire.newest(), theirs));
    }

    /** Takes note of what a peer holds. Returns the buckets to ask it for now. */
    synchronized BitSet heard(String from, Message.Digest digest, long[] mine, Moment now) {
        Peer peer = peers.get(from);
        if (peer == null) {
            return new BitSet();
        }
        BitSet differing = new BitSet();
        for (int i = 0; i < mine.length; i++) {
            differing.set(i, mine[i] != digest.buckets()[i]);
        }
        peer.heard(digest, differing, now);
        boolean mayKnowMore = peer.isReady() || (!ready && noneIsReady());
        if (pull != null || !mayKnowMore) {
            return new BitSet();
        }
        // Who has just started wants the tombstones, too, which are in no hash.
        BitSet wanted = new BitSet();
        wanted.set(0, mine.length);
        Pull next = new Pull(from, ready ? peer.toAsk() : wanted, now);
        BitSet ask = next.next();
        if (next.isDone()) {
            pulled(peer);
        } else {
            pull = next;
        }
        return ask;
    }

    /** Something of a bucket came. Returns the buckets to ask for next. */
    synchronized BitSet answered(String from, int bucket, boolean last, Moment now) {
        Pull current = pull;
        if (current == null || !current.from.equals(from)) {
            return new BitSet();
        }
        current.progress(now);
        if (last) {
            current.answered(bucket);
        }
        if (current.isDone()) {
            pull = null;
            pulled(Objects.requireNonNull(peers.get(from)));
            return new BitSet();
        }
        return current.next();
    }

    private void pulled(Peer peer) {
        peer.compared();
        ready |= peer.isReady();
    }

    synchronized boolean isPulling() {
        return pull != null;
    }

    synchronized void tick(Moment now) {
        if (pull != null && pull.isStuck(now)) {
            pull = null;
        }
        if (!ready && first && noneIsReady()) {
            ready = peers.values().stream()
                    .allMatch(peer -> peer.isHeard() || peer.age(now).compareTo(TO_BE_HEARD) > 0);
        }
    }

    /** Returns the nodes that are ready, sorted. */
    synchronized List<String> able() {
        Set<String> able = new TreeSet<>();
        peers.forEach((name, peer) -> {
            if (peer.isReady()) {
                able.add(name);
            }
        });
        if (ready) {
            able.add(self);
        }
        return List.copyOf(able);
    }

    synchronized boolean isReady() {
        return ready;
    }

    private boolean noneIsReady() {
        return peers.values().stream().noneMatch(Peer::isReady);
    }

    synchronized ClusterState state(long[] mine, ClusterState.Counts counts, Moment now) {
        Collection<Peer> all = peers.values();
        Instant since = all.stream()
                .map(peer -> peer.disagreeingSince(now))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        return new ClusterState(
                ready,
                since,
                Peer.word(mine),
                all.stream().map(peer -> peer.state(now)).toList(),
                counts);
    }
}
