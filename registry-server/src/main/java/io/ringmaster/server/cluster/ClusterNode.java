package io.ringmaster.server.cluster;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Custody;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of several: ties its registry and its store to the others. It sends what changed here, takes in what changed elsewhere,
 * and compares with everybody once a second, because any message may be lost.
 *
 * <p>It has no threads. One calls {@link #flush} whenever there is {@linkplain #awaitWork work}, one {@link #tick} several times a
 * second, one those of the {@link PeerTransport.Receiver}. Nothing is sent under a lock.
 */
final class ClusterNode implements PeerTransport.Receiver, RegistryObserver {

    /** How long a removal is remembered: longer than any split should last. */
    static final Duration TOMBSTONES_KEPT = Duration.ofHours(1);

    private static final Duration ROUND = Duration.ofSeconds(1);

    /** Twice of what it may take after a split has healed. */
    private static final Duration DISAGREEMENT_SAID = Duration.ofSeconds(10);

    /** As many hashes as fit a message. A bucket that has more is asked for with those only, and sent in part for nothing. */
    private static final int MAX_KNOWN = 3_000;

    /** How many entries a node that is not ready waits for before it takes them in: a service is copied each time. */
    private static final int AT_ONCE = 5_000;

    /** How many loads fit a message. */
    private static final int LOADS = 500;

    private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);

    private final Registry registry;
    private final ClusteredStore store;
    private final PeerTransport transport;
    private final Ticker ticker;
    private final WireFormat wire;
    private final Peers peers;
    private final DrainAnswers drains = new DrainAnswers();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();

    /** For the thread that ticks. */
    private long nextRoundNanos;

    private int nextBucket;

    /** For the thread that ticks: who has been said to disagree. */
    private final Set<String> disagreeing = new HashSet<>();

    /** For the thread that receives: what has come from a peer and is not taken in yet, because that is cheaper at once. */
    private final List<Entry> answered = new ArrayList<>();

    /** For the thread that receives: how many entries were new of those that the present answers have brought. */
    private int brought;

    /** For the thread that receives: from whom something was refused, so that it is said once. */
    private final Set<String> refusedFrom = new HashSet<>();

    ClusterNode(Registry registry, ClusteredStore store, PeerTransport transport, Ticker ticker, WireFormat wire) {
        this.registry = registry;
        this.store = store;
        this.transport = transport;
        this.ticker = ticker;
        this.wire = wire;
        this.peers = new Peers(transport.self(), wire);
    }

    /** Joins the others. Whether this node may serve is said by {@link #ready}. */
    void start(Moment now) {
        nextRoundNanos = now.deadlineNanosAfter(ROUND);
        transport.start(this);
    }

    /** Completes when this node has the state of the cluster, or is the first and goes by its journal. */
    CompletionStage<Void> ready() {
        return ready;
    }

    /** Returns how the cluster looks from here. */
    ClusterState state() {
        return peers.state(
                store.table().hashes(),
                new ClusterState.Counts(store.outbox().dropped(), refused.get(), unreadable.get(), repaired.get()),
                ticker.now());
    }

    /** Asks the others who still chooses an instance. */
    void askWhoChooses(InstanceKey key) {
        Moment now = ticker.now();
        drains.ask(key, now);
        broadcast(new Message.WhoChooses(key, now.nanos()));
    }

    /** Returns what each of them has answered to a question that was asked then or later. */
    List<Drain.Elsewhere> chosenElsewhere(InstanceKey key, Moment since) {
        List<String> others = new ArrayList<>(store.view());
        others.remove(transport.self());
        return drains.of(key, others, since);
    }

    /** Compares with the others when it is time, asks what callers here want to know, and forgets what is old. */
    void tick(Moment now) {
        peers.tick(now);
        follow(null, now);
        if (now.hasReached(nextRoundNanos)) {
            nextRoundNanos = now.deadlineNanosAfter(ROUND);
            broadcastDigest();
            Set<String> services = registry.loadWanted();
            if (!services.isEmpty()) {
                broadcast(new Message.WhatLoad(services));
            }
            drains.tick(now);
            tellOfDisagreement(now);
        }
        store.table().forgetTombstones(nextBucket, now.instant().minus(TOMBSTONES_KEPT));
        nextBucket = (nextBucket + 1) % EntryTable.BUCKETS;
    }

    private void tellOfDisagreement(Moment now) {
        List<Nodes.Node> others = state().peers();
        disagreeing.retainAll(others.stream().map(Nodes.Node::id).toList());
        for (Nodes.Node other : others) {
            Instant since = other.disagreeingSince();
            if (since == null) {
                if (disagreeing.remove(other.id())) {
                    log.info("{} agrees with this node again.", other.id());
                }
            } else if (now.instant().isAfter(since.plus(DISAGREEMENT_SAID)) && disagreeing.add(other.id())) {
                log.warn(
                        "{} has not agreed with this node since {}. It was last heard at {}, with {} instances.",
                        other.id(),
                        since,
                        other.heardAt(),
                        other.instances());
            }
        }
    }

    /** Waits until there is something to {@link #flush}, or for so long. Returns whether there is. */
    boolean awaitWork(Duration atMost) throws InterruptedException {
        return store.outbox().await(atMost.toNanos());
    }

    /** Sends what has changed here since the last time. */
    void flush() {
        Outbox.Batch batch = store.outbox().take();
        if (store.view().size() > 1) {
            WireFormat.chunks(batch.entries()).forEach(chunk -> broadcast(new Message.Changes(chunk)));
        }
        Map<String, List<InstanceKey>> doubts = new HashMap<>();
        for (InstanceKey key : batch.doubts()) {
            doubts.computeIfAbsent(store.keeper(key), keeper -> new ArrayList<>())
                    .add(key);
        }
        doubts.remove(transport.self());
        doubts.forEach((keeper, keys) -> send(keeper, new Message.Doubts(keys)));
    }

    @Override
    public void doubtedElsewhere(InstanceKey key) {
        store.outbox().addDoubt(key);
    }

    /** Clients have gone to other nodes meanwhile, whether these can be seen or not. */
    @Override
    public void stoodStill(Duration gap) {
        registry.nodesChanged(ticker.now());
    }

    @Override
    public void viewChanged(List<String> nodes) {
        Moment now = ticker.now();
        peers.viewChanged(nodes, now);
        follow(nodes, now);
        broadcastDigest();
    }

    @Override
    public void received(String from, byte[] message) {
        Message read;
        try {
            WireFormat.Head head = wire.head(message);
            peers.met(from, head);
            if (!wire.understands(head)) {
                refuse(from, head);
                return;
            }
            read = wire.read(message);
        } catch (RuntimeException e) {
            unreadable.incrementAndGet();
            log.warn("A message from {} cannot be read and is left out; comparing repairs that.", from, e);
            return;
        }
        handle(from, read, ticker.now());
    }

    private void refuse(String from, WireFormat.Head head) {
        refused.incrementAndGet();
        if (refusedFrom.add(from)) {
            log.error(
                    "{} sends messages of format {}, and this node understands {} to {}: they are refused. Upgrade node by node,"
                            + " and leave no release out.",
                    from,
                    head.format(),
                    wire.oldest(),
                    wire.newest());
        }
    }

    private void handle(String from, Message message, Moment now) {
        if (message instanceof Message.Changes changes) {
            takeIn(changes.entries(), from, now);
        } else if (message instanceof Message.Digest digest) {
            if (!digest.ready() && peers.isReady()) {
                // It waits for somebody who knows everything, so it shall not wait for the next round.
                send(from, digest());
            }
            if (!peers.isPulling()) {
                takeInAnswered(from, now);
            }
            ask(from, peers.heard(from, digest, store.table().hashes(), now));
            follow(null, now);
        } else if (message instanceof Message.Ask ask) {
            answer(from, ask);
        } else if (message instanceof Message.Answer answer) {
            answered.addAll(answer.entries());
            ask(from, peers.answered(from, answer.bucket(), answer.last(), now));
            boolean served = ready.isDone();
            boolean done = answer.last() && !peers.isPulling();
            if (served || done || answered.size() >= AT_ONCE) {
                takeInAnswered(from, now);
            }
            follow(null, now);
            if (done) {
                if (brought > 0 || !served) {
                    // So that nobody has to wait for the next round to see that we agree. Not if nothing was new: two
                    // that
                    // cannot agree would answer each other for ever.
                    broadcastDigest();
                }
                brought = 0;
            }
        } else if (message instanceof Message.Doubts doubts) {
            // Not passed on: where views differ for a moment it would go round in circles.
            doubts.keys().stream()
                    .filter(key -> store.custody(key) != Custody.ELSEWHERE)
                    .forEach(registry::doubt);
        } else if (message instanceof Message.WhoChooses question) {
            answer(from, question, now);
        } else if (message instanceof Message.Chosen answer) {
            drains.answered(from, answer);
        } else if (message instanceof Message.WhatLoad question) {
            question.services().forEach(service -> tellLoad(from, service, now));
        } else if (message instanceof Message.Load load) {
            registry.loadElsewhere(load.service(), load.inFlight(), now);
        }
    }

    private void answer(String from, Message.WhoChooses question, Moment now) {
        InstanceKey key = question.key();
        Drain.Elsewhere by;
        try {
            Drain here = registry.drain(key, now);
            by = new Drain.Elsewhere(here.watchers(), here.waitingFor(), here.inFlight());
        } catch (RefusedException refusal) {
            if (refusal.refusal() == Refusal.NOT_DRAINING) {
                return;
            }
            by = Drain.Elsewhere.NOBODY;
        }
        send(from, new Message.Chosen(key, question.askedNanos(), by));
    }

    private void tellLoad(String from, String service, Moment now) {
        Map<String, Integer> part = new HashMap<>();
        registry.loadHere(service, now).forEach((id, requests) -> {
            part.put(id, requests);
            if (part.size() == LOADS) {
                send(from, new Message.Load(service, part));
                part.clear();
            }
        });
        if (!part.isEmpty()) {
            send(from, new Message.Load(service, part));
        }
    }

    /** Returns how many entries were new. */
    private int takeIn(List<Entry> entries, String from, Moment now) {
        int[] taken = new int[1];
        registry.takeIn(
                heard -> {
                    var news = store.takeIn(entries, from, heard);
                    taken[0] = news.size();
                    return news;
                },
                !ready.isDone(),
                now);
        return taken[0];
    }

    private void takeInAnswered(String from, Moment now) {
        int taken = takeIn(answered, from, now);
        repaired.addAndGet(taken);
        brought += taken;
        answered.clear();
    }

    private void ask(String from, BitSet buckets) {
        buckets.stream()
                .forEach(bucket ->
                        send(from, new Message.Ask(bucket, store.table().entryHashes(bucket, MAX_KNOWN))));
    }

    private void answer(String from, Message.Ask ask) {
        Set<Long> known = new HashSet<>();
        for (long hash : ask.known()) {
            known.add(hash);
        }
        List<List<Entry>> chunks = WireFormat.chunks(store.table().entriesExcept(ask.bucket(), known));
        for (int i = 0; i < chunks.size() - 1; i++) {
            send(from, new Message.Answer(ask.bucket(), chunks.get(i), false));
        }
        List<Entry> rest = chunks.isEmpty() ? List.of() : chunks.get(chunks.size() - 1);
        send(from, new Message.Answer(ask.bucket(), rest, true));
    }

    private void broadcastDigest() {
        broadcast(digest());
    }

    private void broadcast(Message message) {
        if (store.view().size() > 1) {
            transport.broadcast(wire.write(message, peers.format()));
        }
    }

    private Message digest() {
        return new Message.Digest(
                peers.isReady(),
                registry.listing().instanceCount(),
                store.table().hashes());
    }

    private void send(String node, Message message) {
        transport.send(node, wire.write(message, peers.format(node)));
    }

    /**
     * Lets the leases follow who is there and who is ready.
     *
     * @param newNodes who is there now, or null when that has not changed
     */
    private synchronized void follow(@Nullable List<String> newNodes, Moment now) {
        List<String> nodes = newNodes == null ? store.view() : newNodes;
        List<String> able = peers.able();
        if (!nodes.equals(store.view()) || !able.equals(store.able())) {
            store.view(nodes, able);
            registry.nodesChanged(now);
        }
        if (peers.isReady()) {
            ready.complete(null);
        }
    }
}
