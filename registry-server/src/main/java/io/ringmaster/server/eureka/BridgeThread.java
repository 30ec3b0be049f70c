package io.ringmaster.server.eureka;

import io.ringmaster.time.Ticker;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Tells the bridge once a second what time it is, on a thread of its own, because it waits for answers. */
final class BridgeThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BridgeThread.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final Bridge bridge;
    private final Ticker ticker;
    private volatile @Nullable ScheduledExecutorService thread;

    BridgeThread(Bridge bridge, Ticker ticker) {
        this.bridge = bridge;
        this.ticker = ticker;
    }

    private void tick() {
        try {
            bridge.tick(ticker.now());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The bridge to the other Eureka server failed; it is tried again.", e);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It never completes: tick() lets no exception out.
    public void start() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ringmaster-eureka-bridge"));
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
