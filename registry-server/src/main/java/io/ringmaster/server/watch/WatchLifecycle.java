package io.ringmaster.server.watch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the heartbeats, on a thread of its own, and says goodbye to the watchers before the web server begins to wait for
 * open requests, since theirs would never end.
 */
final class WatchLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WatchLifecycle.class);

    private final WatchSessions sessions;
    private final Duration heartbeat;
    private volatile @Nullable ScheduledExecutorService thread;

    WatchLifecycle(WatchSessions sessions, Duration heartbeat) {
        this.sessions = sessions;
        this.heartbeat = heartbeat;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It never completes: beat() lets no exception out.
    public void start() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ringmaster-heartbeat"));
        executor.scheduleAtFixedRate(this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        thread = executor;
    }

    private void beat() {
        try {
            sessions.heartbeat();
        } catch (RuntimeException e) {
            // A timer that died silently would let every watcher take its stream for dead.
            log.error("The heartbeat of the streams failed; the next one is due.", e);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor != null) {
            executor.shutdownNow();
        }
        sessions.close("The registry node is going down.");
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
