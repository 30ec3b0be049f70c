package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogWatch;
import io.ringmaster.client.MirrorSaver;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistryException;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.client.ReturnHome;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the connection to the registry before anything that may call other services starts, and closes it after they have
 * stopped. It may stop and start again any number of times, when a context is paused or a checkpoint is taken: stopping
 * closes sockets and timers, takes nothing off the list, and starting goes on where it was.
 */
final class RegistryConnection implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RegistryConnection.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final RegistryClient client;
    private final CatalogWatch watch;
    private final RegistrySession session;
    private final ReturnHome home;
    private final @Nullable MirrorSaver saver;
    private final RegistryThreads threads;
    private final boolean failFast;
    private final Duration initialSyncTimeout;

    private volatile boolean running;
    private @Nullable ScheduledFuture<?> watchdog;

    /**
     * @param saver keeps the list on disk, or null if that is not wanted
     */
    RegistryConnection(
            RegistryClient client,
            CatalogWatch watch,
            RegistrySession session,
            ReturnHome home,
            @Nullable MirrorSaver saver,
            RegistryThreads threads,
            boolean failFast,
            Duration initialSyncTimeout) {
        this.client = client;
        this.watch = watch;
        this.session = session;
        this.home = home;
        this.saver = saver;
        this.threads = threads;
        this.failFast = failFast;
        this.initialSyncTimeout = initialSyncTimeout;
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        if (saver != null) {
            saver.start();
        }
        watch.start();
        session.start();
        watchdog = threads.session().scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
        awaitFirstList();
    }

    private void check() {
        home.look();
        watch.check();
    }

    private void awaitFirstList() {
        RegistryException failure = watch.awaitFirstList(initialSyncTimeout);
        if (failure == null) {
            return;
        }
        if (failFast) {
            stop();
            throw failure;
        }
        log.debug("The application starts without a registry.", failure);
        if (saver != null) {
            saver.warnIfUnconfirmed();
        }
    }

    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        if (saver != null) {
            saver.stop();
        }
        watch.stop();
        try {
            session.stop().get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException late) {
            log.debug("A call to the registry is under way while the application stops.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.release();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** First to start and last to stop, since everything else may call other services. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 100;
    }
}
