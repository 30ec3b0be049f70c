package io.ringmaster.client;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the mirror fed: one thread that holds one stream, and opens the next one after a jittered wait when it breaks, at
 * the next server if need be. The mirror keeps what it has meanwhile. A stream that sends what cannot be right is given up,
 * and the next one begins from nothing, so that an error is never taken for a state.
 *
 * <p>Starting, stopping, the loop and its watchdog are in one class because they hand one stream to each other. {@link #start()}
 * and {@link #stop()} may follow each other any number of times, from one thread at a time.
 */
public final class CatalogWatch {

    private static final Logger log = LoggerFactory.getLogger(CatalogWatch.class);

    private static final Duration SHORTEST_STAY = Duration.ofSeconds(1);

    private final RegistryClient client;
    private final CatalogMirror mirror;
    private final Outage outage;
    private final Settings settings;
    private final Backoff backoff;
    private final Ticker ticker;
    private final ThreadFactory threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private final CompletableFuture<Void> firstSync = new CompletableFuture<>();

    /** Fails only with a {@link RegistryException}. */
    private final CompletableFuture<Void> firstOutcome = new CompletableFuture<>();

    /** Null while stopped. Guarded by the lock; a loop ends when it is no longer this one. */
    private @Nullable Loop running;

    /** The thread of the latest loop, or null before the first. Guarded by the lock. */
    private @Nullable Thread thread;

    /**
     * What to watch, and how.
     *
     * @param session the session that the stream belongs to
     * @param services the services to watch; all when empty
     * @param silence how long a stream may say nothing at all before it counts as broken
     */
    public record Settings(String session, Collection<String> services, Duration silence) {}

    public CatalogWatch(
            RegistryClient client,
            CatalogMirror mirror,
            Outage outage,
            Settings settings,
            Backoff backoff,
            Ticker ticker,
            ThreadFactory threads) {
        this.client = client;
        this.mirror = mirror;
        this.outage = outage;
        this.settings = settings;
        this.backoff = backoff;
        this.ticker = ticker;
        this.threads = threads;
    }

    /** Begins to watch, on a thread of its own. Does nothing when it watches already. */
    public void start() {
        lock.lock();
        try {
            if (running == null) {
                Loop loop = new Loop(thread);
                running = loop;
                thread = threads.newThread(loop);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the stream and ends the thread. The mirror keeps what it has. Does nothing when it does not watch. */
    public void stop() {
        Loop loop;
        lock.lock();
        try {
            loop = running;
            running = null;
            stopped.signalAll();
            if (loop != null && thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (loop != null) {
            // Reading a body is deaf to interruption on Java 17.
            loop.closeStream();
        }
    }

    /** Returns what completes when a list is complete for the first time. */
    public CompletableFuture<Void> firstSync() {
        return firstSync.copy();
    }

    /**
     * Waits until a list is complete for the first time, or every server has failed once, or the time is over. Attempts go
     * on in any case.
     *
     * @return null if there is a list, else why not
     */
    public @Nullable RegistryException awaitFirstList(Duration atMost) {
        URI server = client.servers().current();
        try {
            firstOutcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return null;
        } catch (TimeoutException slow) {
            return new RegistryException.Unavailable(server, "no list within " + atMost.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new RegistryException.Unavailable(server, "this application is stopping");
        } catch (ExecutionException failed) {
            return (RegistryException) failed.getCause();
        }
    }

    /** Whether a stream is open and its list was complete. */
    public boolean connected() {
        lock.lock();
        try {
            return running != null && running.live;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up a stream that has been silent for too long, or that is at another server than the one that answers the calls of this
     * process: the registry looks after a process where it calls, and must see there when its stream breaks. To be called about
     * once per second, from one thread at a time.
     */
    public void check() {
        Loop loop;
        lock.lock();
        try {
            loop = running;
        } finally {
            lock.unlock();
        }
        if (loop != null && (loop.silent() || loop.strayed())) {
            loop.closeStream();
        }
    }

    /** The life of one thread, from a start to the stop that follows it. */
    private final class Loop implements Runnable {

        /** Whether a list was complete since the stream opened. Written by the loop, read by anybody. */
        private volatile boolean live;

        /** When the last bytes came. Written by the loop, read by the watchdog. */
        private volatile long lastBytesNanos;

        private volatile @Nullable InputStream stream;

        /** Where the stream is from. Written by the loop, read by the watchdog. */
        private volatile @Nullable URI source;

        /** Whether the stream was at the wrong server at the last check. Of the watchdog alone. */
        private boolean straying;

        /** Whether what is held may be built upon; not after a stream that made no sense. Of the loop alone. */
        private boolean trusted = true;

        /** How many attempts in a row have failed. Of the loop alone. */
        private int failures;

        /** The mirror is fed by one thread at a time, so a loop begins when the one before it has ended. */
        private final @Nullable Thread before;

        Loop(@Nullable Thread before) {
            this.before = before;
        }

        @Override
        public void run() {
            try {
                if (before != null) {
                    before.join();
                }
            } catch (InterruptedException interrupted) {
                // Stopped before it began: nobody wants this loop any more.
            }
            while (wanted()) {
                URI server = client.servers().current();
                boolean goOnElsewhere = true;
                boolean atOnce = false;
                Moment begin = ticker.now();
                try {
                    CatalogStream events = new CatalogStream(server, mirror, settings, trusted, this::complete);
                    watch(events);
                    if (events.leaving()) {
                        log.info("The registry at {} is leaving: {}", server, events.farewell());
                    }
                    goOnElsewhere = events.leaving() || !live;
                    // Servers that all say goodbye to everybody who comes must not keep this thread busy.
                    atOnce = events.leaving()
                            && client.servers().all().size() > 1
                            && ticker.now().since(begin).compareTo(SHORTEST_STAY) >= 0;
                } catch (RegistryException.Unreadable failed) {
                    trusted = false;
                    report(failed);
                } catch (RegistryException failed) {
                    report(failed);
                } catch (RuntimeException | VirtualMachineError fault) {
                    // A fault of our own, or an event for which there is no memory: neither must end the watching.
                    trusted = false;
                    log.error("Watching the registry at {} failed.", server, fault);
                }
                live = false;
                if (goOnElsewhere) {
                    client.servers().failed(server);
                }
                if (!atOnce) {
                    pause(backoff.next());
                }
            }
        }

        private void watch(CatalogStream events) {
            HttpResponse<InputStream> response = client.open(events.server(), events.pathAndQuery(), events.headers());
            try (InputStream body = response.body()) {
                lastBytesNanos = ticker.now().nanos();
                source = events.server();
                stream = body;
                byte[] bytes = new byte[16 * 1024];
                int length;
                while (wanted() && !events.leaving() && (length = body.read(bytes)) >= 0) {
                    lastBytesNanos = ticker.now().nanos();
                    events.feed(bytes, length);
                }
            } catch (IOException broken) {
                log.debug("The stream from {} broke: {}", events.server(), broken.getMessage());
            } finally {
                stream = null;
            }
        }

        /** What the stream had to send is complete. */
        private void complete(CatalogStream events) {
            trusted = true;
            live = true;
            failures = 0;
            backoff.reset();
            firstOutcome.complete(null);
            outage.works(Outage.Part.STREAM, events.server());
            if (firstSync.complete(null)) {
                log.info(
                        "Watching the registry at {}: {} services at revision {}.",
                        events.server(),
                        mirror.serviceNames().size(),
                        mirror.revision());
            }
        }

        private void report(RegistryException failed) {
            if (wanted()) {
                outage.failed(Outage.Part.STREAM, failed);
                failures++;
                if (failures >= client.servers().all().size()) {
                    firstOutcome.completeExceptionally(failed);
                }
            }
        }

        private boolean silent() {
            return stream != null
                    && ticker.now()
                            .hasReached(lastBytesNanos + settings.silence().toNanos());
        }

        /** At two checks in a row, so that the nodes have told each other where the process calls now. */
        private boolean strayed() {
            URI answering = client.servers().answering();
            boolean again = straying;
            straying = live
                    && !answering.equals(source)
                    && answering.equals(client.servers().current());
            return again && straying;
        }

        private void closeStream() {
            InputStream open = stream;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException alreadyBroken) {
                    log.debug("Closing a broken stream: {}", alreadyBroken.getMessage());
                }
            }
        }

        private boolean wanted() {
            lock.lock();
            try {
                return running == this;
            } finally {
                lock.unlock();
            }
        }

        private void pause(Duration wait) {
            lock.lock();
            try {
                long nanos = wait.toNanos();
                while (running == this && nanos > 0) {
                    nanos = stopped.awaitNanos(nanos);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return "CatalogWatch of " + (settings.services().isEmpty() ? "all services" : List.copyOf(settings.services()));
    }
}
