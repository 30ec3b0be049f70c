package io.ringmaster.server.watch;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * One stream. Nothing is queued for it in the usual sense: it holds a cursor on the {@link ChangeLog} and works out what
 * to send when its socket has taken what was sent before. So a watcher that reads slowly, or not at all, costs a bounded
 * amount of memory, and what happened meanwhile to one instance collapses to its latest change. A watcher that has fallen
 * behind the log, or by too many changes, is sent snapshots instead.
 *
 * <p>Any thread may {@link #wake}, {@link #heartbeat} or {@link #leave}; the chunks are made one after another, each by
 * whichever thread carries the stream on at that time.
 */
final class WatchSession {

    /** About how much is written at once. */
    private static final int CHUNK_BYTES = 32 * 1024;

    /** How many changes are sent one by one; beyond that a snapshot is shorter. */
    private static final int MAX_BACKLOG = 1024;

    private final WatchRequest request;
    private final Registry registry;
    private final ChangeLog log;
    private final EventFrames frames;

    /** Whether a chunk is asked for and not begun. Whoever sets it asks for one. */
    private final AtomicBoolean chunkDue = new AtomicBoolean();

    private volatile boolean heartbeatDue;
    private volatile @Nullable String leaving;

    /** Set once, when the stream is subscribed. */
    private volatile @Nullable FluxSink<Boolean> chunks;

    // What follows belongs to the thread that makes the chunk.

    /** What is to be sent next, rendered only when its turn comes. */
    private final Deque<Supplier<byte[]>> outbox = new ArrayDeque<>();

    /** The number of the latest change that is sent or in the outbox; -1 before the beginning. */
    private long cursor = -1;

    private boolean settledTold;

    WatchSession(WatchRequest request, Registry registry, ChangeLog log, EventFrames frames) {
        this.request = request;
        this.registry = registry;
        this.log = log;
        this.frames = frames;
    }

    /** Returns the chunks of bytes to send, each made when the one before has been taken. To be subscribed once. */
    Flux<Mono<byte[]>> chunks() {
        // One at a time is asked for, so there is nothing to queue: a queue for each stream would be a tenth of its
        // memory.
        return Flux.<Boolean>create(
                        sink -> {
                            chunks = sink;
                            wake();
                        },
                        OverflowStrategy.LATEST)
                .map(due -> Mono.fromSupplier(this::nextChunk));
    }

    /** There may be something to send. */
    void wake() {
        FluxSink<Boolean> sink = chunks;
        if (sink != null && chunkDue.compareAndSet(false, true)) {
            sink.next(true);
        }
    }

    /** Proves to the watcher that the stream lives. */
    void heartbeat() {
        heartbeatDue = true;
        wake();
    }

    /** Says goodbye, for that reason, and ends the stream. */
    void leave(String reason) {
        leaving = reason;
        wake();
    }

    private byte @Nullable [] nextChunk() {
        // Before looking, so that whatever comes after the look asks for another chunk.
        chunkDue.set(false);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(1024);
        String reason = leaving;
        if (reason != null) {
            chunk.writeBytes(frames.bye(reason));
            FluxSink<Boolean> sink = chunks;
            if (sink != null) {
                sink.complete();
            }
            return chunk.toByteArray();
        }
        if (outbox.isEmpty()) {
            fillOutbox();
        }
        while (!outbox.isEmpty() && chunk.size() < CHUNK_BYTES) {
            chunk.writeBytes(outbox.remove().get());
        }
        if (heartbeatDue) {
            heartbeatDue = false;
            if (chunk.size() == 0) {
                chunk.writeBytes(frames.comment("alive"));
            }
        }
        if (!outbox.isEmpty()) {
            wake();
        }
        return chunk.size() == 0 ? null : chunk.toByteArray();
    }

    private void fillOutbox() {
        // Read before the list, so that "settled" is never said of a list that was not.
        boolean settled = registry.settled();
        if (cursor < 0) {
            outbox.add(() -> frames.comment("Ringmaster " + log.origin().epoch()));
            Revision resumeAfter = request.resumeAfter();
            if (resumeAfter != null && canResumeAfter(resumeAfter)) {
                cursor = resumeAfter.number();
                addChanges();
            } else {
                addSnapshots();
            }
            addSynced(settled);
        } else {
            boolean startedOver = addChanges();
            if (startedOver || (settled && !settledTold)) {
                addSynced(settled);
            }
        }
    }

    private boolean canResumeAfter(Revision revision) {
        return revision.epoch().equals(log.origin().epoch())
                && revision.number() > log.origin().number()
                && log.keepsAfter(revision.number());
    }

    private void addSynced(boolean settled) {
        Revision revision = new Revision(log.origin().epoch(), cursor);
        outbox.add(() -> frames.synced(revision, settled));
        settledTold = settled;
    }

    private void addSnapshots() {
        Listing listing = registry.listing();
        Set<String> services = new TreeSet<>(request.services());
        if (services.isEmpty()) {
            services.addAll(listing.catalog().serviceNames());
            services.addAll(request.known().keySet());
        }
        for (String service : services) {
            boolean unchanged = listing.catalog().service(service) != null
                    && listing.digest(service).equals(request.known().get(service));
            if (!unchanged) {
                outbox.add(() -> frames.snapshot(listing.snapshot(service)));
            }
        }
        cursor = listing.revision().number();
    }

    /** Returns whether there were too many, so that everything is sent anew instead. */
    private boolean addChanges() {
        List<ChangeLog.Entry> entries = log.after(cursor);
        if (entries == null || entries.size() > MAX_BACKLOG) {
            startOver();
            return true;
        }
        Map<InstanceKey, ChangeLog.Entry> latest = new LinkedHashMap<>();
        for (ChangeLog.Entry entry : entries) {
            cursor = entry.number();
            InstanceKey key = entry.change().key();
            if (request.wants(key.service())) {
                latest.remove(key);
                latest.put(key, entry);
            }
        }
        Map<String, ChangeLog.Entry> lastOfService = new HashMap<>();
        latest.values().forEach(entry -> lastOfService.put(entry.change().key().service(), entry));
        Set<ChangeLog.Entry> withDigest = new HashSet<>(lastOfService.values());
        for (ChangeLog.Entry entry : new ArrayList<>(latest.values())) {
            boolean last = withDigest.contains(entry);
            outbox.add(() -> frames.change(entry, last));
        }
        return false;
    }

    /**
     * Sends everything anew; what the watcher said it holds is long out of date. It must also hear of a service that it
     * named and that is known no more, or it would keep what it holds of it.
     */
    private void startOver() {
        Listing listing = registry.listing();
        Set<String> services = new TreeSet<>(request.services());
        if (services.isEmpty()) {
            services.addAll(listing.catalog().serviceNames());
            services.addAll(request.known().keySet());
        }
        services.forEach(service -> outbox.add(() -> frames.snapshot(listing.snapshot(service))));
        cursor = listing.revision().number();
    }
}
