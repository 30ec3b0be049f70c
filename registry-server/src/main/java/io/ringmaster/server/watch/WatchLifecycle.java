package io.ringmaster.server.watch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the heartbeats, on a thread of its own, and says goodbye to the watchers before the web server begins to wait for
 * open requests, since theirs would never end.
 */
final class WatchLifecycle implements SmartLifecycle {

    private final WatchSessions sessions;
    private final Duration heartbeat;
    private volatile @Nullable ScheduledExecutorService thread;

    WatchLifecycle(WatchSessions sessions, Duration heartbeat) {
        this.sessions = sessions;
        this.heartbeat = heartbeat;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ringmaster-heartbeat"));
        executor.scheduleAtFixedRate(
                sessions::heartbeat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        thread = executor;
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
