package io.ringmaster.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;

/**
 * All threads of the starter, by name; none runs before there is work. Executors are not beans of their own, because Spring
 * Boot would then leave out the application's.
 */
final class RegistryThreads implements DisposableBean {

    private final ScheduledExecutorService session = single("ringmaster-session");
    private final ScheduledExecutorService events = single("ringmaster-events");
    private final ScheduledExecutorService health = single("ringmaster-health");
    private final ScheduledExecutorService disk = single("ringmaster-disk");
    private final ScheduledExecutorService certificates = single("ringmaster-certificates");
    private final ThreadPoolExecutor http = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named("ringmaster-http"));

    /** Beats and calls, one after another. */
    ScheduledExecutorService session() {
        return session;
    }

    /** Where listeners of the application run. */
    ScheduledExecutorService events() {
        return events;
    }

    /** Asks for the health of the application, which may take its time. */
    ScheduledExecutorService health() {
        return health;
    }

    /** Writes files, which may take as long as the disk pleases. */
    ScheduledExecutorService disk() {
        return disk;
    }

    /** Gets certificates, which must not hold up the beats. */
    ScheduledExecutorService certificates() {
        return certificates;
    }

    /** Where the HTTP client works; it bounds its own use. */
    Executor http() {
        return http;
    }

    /** Reads the stream. */
    ThreadFactory watch() {
        return named("ringmaster-watch");
    }

    @Override
    public void destroy() {
        session.shutdown();
        events.shutdownNow();
        health.shutdownNow();
        disk.shutdown();
        certificates.shutdownNow();
    }

    private static ScheduledExecutorService single(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named(name));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
