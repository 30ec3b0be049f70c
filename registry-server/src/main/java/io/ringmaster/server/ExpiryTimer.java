package io.ringmaster.server;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Tells the registry several times a second what time it is, on a thread of its own. */
final class ExpiryTimer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExpiryTimer.class);
    private static final long PERIOD_MILLIS = 250;

    private final Registry registry;
    private final ChangeLog changeLog;
    private final Ticker ticker;
    private volatile @Nullable ScheduledExecutorService thread;

    ExpiryTimer(Registry registry, ChangeLog changeLog, Ticker ticker) {
        this.registry = registry;
        this.changeLog = changeLog;
        this.ticker = ticker;
    }

    void tick() {
        try {
            boolean settledBefore = registry.settled();
            registry.expireLapsed(ticker.now());
            if (registry.settled() != settledBefore) {
                // No change of the catalog, but watchers wait to hear it.
                changeLog.wake();
            }
        } catch (RuntimeException e) {
            // A timer that died silently would keep every dead instance listed.
            log.error("Expiry failed; it is tried again.", e);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It never completes: tick() lets no exception out.
    public void start() {
        // The web server is up: its phase comes before this one.
        registry.listening(ticker.now());
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ringmaster-expiry"));
        executor.scheduleWithFixedDelay(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        thread = executor;
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
