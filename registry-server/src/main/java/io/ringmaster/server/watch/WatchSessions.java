package io.ringmaster.server.watch;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** All open streams. Any thread may call it. */
final class WatchSessions {

    private final Registry registry;
    private final ChangeLog log;
    private final EventFrames frames;
    private final Ticker ticker;
    private final WatchProperties limits;
    private final Set<WatchSession> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();

    /** Why no stream may stay open any more, or null. */
    private volatile @Nullable String closing;

    WatchSessions(Registry registry, ChangeLog log, EventFrames frames, Ticker ticker, WatchProperties limits) {
        this.registry = registry;
        this.log = log;
        this.frames = frames;
        this.ticker = ticker;
        this.limits = limits;
    }

    int count() {
        return open.size();
    }

    /**
     * Returns the chunks of a new stream. It counts as open from the subscription on, and the registry learns at once when
     * its reader goes away.
     *
     * @throws RefusedException if there are too many already
     */
    Flux<Mono<byte[]>> open(WatchRequest request) {
        requireRoom("", open.size(), limits.maxStreams(), "max-streams");
        Actor by = request.by();
        if (!by.everything()) {
            requireRoom(
                    " for '" + by.name() + "'", countOf(by), limits.maxStreamsPerCaller(), "max-streams-per-caller");
        }
        WatchSession session = new WatchSession(request, registry, log, frames);
        return Flux.defer(() -> {
            long number = registry.streamOpened(request.session(), request.services(), request.by(), ticker.now());
            Runnable unsubscribe = log.addReader(session::wake);
            open.add(session);
            byCaller.merge(by.name(), 1, Integer::sum);
            String reason = closing;
            if (reason != null) {
                session.leave(reason);
            }
            return session.chunks().doFinally(signal -> {
                open.remove(session);
                byCaller.computeIfPresent(by.name(), (name, count) -> count == 1 ? null : count - 1);
                unsubscribe.run();
                boolean broken = signal != SignalType.ON_COMPLETE && closing == null;
                registry.streamClosed(number, broken, ticker.now());
            });
        });
    }

    void heartbeat() {
        open.forEach(WatchSession::heartbeat);
    }

    /** Says goodbye to all watchers, present and to come. */
    void close(String reason) {
        closing = reason;
        open.forEach(session -> session.leave(reason));
    }

    private int countOf(Actor by) {
        return byCaller.getOrDefault(by.name(), 0);
    }

    private static void requireRoom(String forWhom, int present, int limit, String property) {
        if (present >= limit) {
            throw new RefusedException(
                    Refusal.QUOTA_EXCEEDED,
                    "The registry has " + present + " streams open" + forWhom + " and takes no more. Raise"
                            + " 'ringmaster.server.watch." + property + "' on the server.");
        }
    }
}
