package io.ringmaster.server.cluster;

import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Two threads: one sends what changed, one tells the node what time it is. The node joins before the web server begins to listen,
 * so that nobody is ever given a list that is not complete yet. It leaves when the watchers have been sent elsewhere and the web
 * server takes no more requests, so that the others have heard of whatever was answered.
 */
final class ClusterThreads implements SmartInitializingSingleton, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ClusterThreads.class);

    private static final Duration JOIN_AT_MOST = Duration.ofSeconds(60);
    private static final Duration END_AT_MOST = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final long TICK_MILLIS = 100;

    private final ClusterNode node;
    private final PeerTransport transport;
    private final Ticker ticker;
    private final Thread sender = new Thread(this::send, JGroupsTransport.THREADS + "-send");
    private @Nullable ScheduledExecutorService timer;
    private volatile boolean running;

    ClusterThreads(ClusterNode node, PeerTransport transport, Ticker ticker) {
        this.node = node;
        this.transport = transport;
        this.ticker = ticker;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It never completes: tick() lets no exception out.
    public void afterSingletonsInstantiated() {
        running = true;
        node.start(ticker.now());
        sender.start();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                task -> new Thread(task, JGroupsTransport.THREADS + "-tick"));
        executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        timer = executor;
        awaitState();
    }

    private void awaitState() {
        try {
            node.ready().toCompletableFuture().get(JOIN_AT_MOST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.warn(
                    "No other node has told all it knows within {} s. This one serves what it has, and goes on comparing.",
                    JOIN_AT_MOST.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send() {
        try {
            while (running) {
                if (node.awaitWork(IDLE)) {
                    flush();
                }
            }
        } catch (InterruptedException e) {
            log.debug("Nobody interrupts this thread.", e);
        }
    }

    private void flush() {
        try {
            node.flush();
        } catch (RuntimeException e) {
            log.error("Changes could not be sent; comparing will repair it.", e);
        }
    }

    private void tick() {
        try {
            node.tick(ticker.now());
        } catch (RuntimeException e) {
            // A timer that died silently would end all comparing.
            log.error("Comparing with the other nodes failed; it is tried again.", e);
        }
    }

    /** All is done by then. */
    @Override
    public void start() {}

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        ScheduledExecutorService executor = timer;
        if (executor != null) {
            executor.shutdown();
        }
        try {
            sender.join(END_AT_MOST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
        transport.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Between the web server's last answer and its end. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1;
    }
}
