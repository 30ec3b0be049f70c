package io.ringmaster.server.watch;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
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
    private final int most;
    private final Set<WatchSession> open = ConcurrentHashMap.newKeySet();

    /** Why no stream may stay open any more, or null. */
    private volatile @Nullable String closing;

    WatchSessions(Registry registry, ChangeLog log, EventFrames frames, Ticker ticker, int most) {
        this.registry = registry;
        this.log = log;
        this.frames = frames;
        this.ticker = ticker;
        this.most = most;
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
        if (open.size() >= most) {
            throw new RefusedException(
                    Refusal.QUOTA_EXCEEDED,
                    "The registry has " + most + " streams open and takes no more. Raise"
                            + " 'ringmaster.server.watch.max-streams' on the server.");
        }
        WatchSession session = new WatchSession(request, registry, log, frames);
        return Flux.defer(() -> {
            long number = registry.streamOpened(request.session(), request.services(), request.by(), ticker.now());
            Runnable unsubscribe = log.addReader(session::wake);
            open.add(session);
            String reason = closing;
            if (reason != null) {
                session.leave(reason);
            }
            return session.chunks().doFinally(signal -> {
                open.remove(session);
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
}
