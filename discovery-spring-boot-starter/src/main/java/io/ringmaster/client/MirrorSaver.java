package io.ringmaster.client;

import io.ringmaster.model.Instance;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last good list on disk, so that an application can start while the whole registry is down. It saves a list only
 * when a registry vouches for all of it and it is not empty: a few seconds after it has changed, now and then while it stays
 * the same, so that it does not grow old, and when the application stops. When it cannot save it says so once, and tries
 * again at the next of those rare times.
 *
 * <p>{@link #start} and {@link #stop} may follow each other, from one thread at a time. All other work is done on the given
 * executor: reading the stream and making calls never wait for a disk.
 */
public final class MirrorSaver implements CatalogMirror.Listener {

    private static final Logger log = LoggerFactory.getLogger(MirrorSaver.class);

    private static final Duration GATHER = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How many times a list that stays the same is saved before it would be too old. */
    private static final int TIMES_PER_AGE = 8;

    /**
     * Where the list is kept, and how long.
     *
     * @param directory the directory; made if it is missing
     * @param application the name of the application
     * @param maxAge a list that has not been known to be true for longer is not used
     */
    public record Settings(Path directory, String application, Duration maxAge) {}

    private final CatalogMirror mirror;
    private final List<String> servers;
    private final Duration maxAge;
    private final MirrorFile file;
    private final BooleanSupplier connected;
    private final Ticker ticker;
    private final ScheduledExecutorService executor;
    private final AtomicBoolean pending = new AtomicBoolean();

    private @Nullable ScheduledFuture<?> refresh;

    // Written by the executor, and by start() before there is work for it.
    private List<Instance> saved = List.of();
    private Instant savedAt = Instant.EPOCH;

    /** Whether it could not save. Written by the executor, read by the thread that feeds the mirror. */
    private volatile boolean failing;

    /**
     * @param servers the registry that the list comes from; one that was saved from another is not used
     * @param connected whether the list is known to be true at this moment
     * @param executor of one thread
     */
    public MirrorSaver(
            CatalogMirror mirror,
            RegistryServers servers,
            Settings settings,
            BooleanSupplier connected,
            Ticker ticker,
            ScheduledExecutorService executor) {
        this.mirror = mirror;
        this.servers = servers.all().stream().map(Object::toString).toList();
        this.maxAge = settings.maxAge();
        this.file = new MirrorFile(settings.directory(), settings.application());
        this.connected = connected;
        this.ticker = ticker;
        this.executor = executor;
        mirror.addListener(this);
    }

    /** Gives the mirror what was saved, unless it knows something already. To be called before the mirror is fed. */
    public void start() {
        if (!mirror.synced() && mirror.savedAt() == null) {
            try {
                restore();
            } catch (IOException unusable) {
                // The same will keep it from saving, and is not to be said twice.
                failing = true;
                log.warn("The last good list can be neither read nor saved. {}", PrivateDirectory.reason(unusable));
            }
        }
        long period = maxAge.toNanos() / TIMES_PER_AGE;
        refresh = executor.scheduleWithFixedDelay(() -> save(true), period, period, TimeUnit.NANOSECONDS);
    }

    private void restore() throws IOException {
        Instant now = ticker.now().instant();
        SavedMirror found = file.read(now);
        if (found == null) {
            return;
        }
        Duration age = Duration.between(found.savedAt(), now);
        if (Collections.disjoint(found.servers(), servers)) {
            log.info("The saved list {} is not used: it is of the registry at {}.", file.path(), found.servers());
        } else if (age.compareTo(maxAge) > 0) {
            log.info("The saved list {} is not used: it is {} old.", file.path(), words(age));
        } else {
            saved = found.instances();
            savedAt = found.savedAt();
            mirror.restore(saved, savedAt);
        }
    }

    /** Says so, if what is known is still what an earlier process saved. */
    public void warnIfUnconfirmed() {
        Instant since = mirror.savedAt();
        if (since != null) {
            log.warn(
                    "No registry answers. This application begins with the list that was saved {} ago in {}:"
                            + " {} instances of {} services.",
                    words(Duration.between(since, ticker.now().instant())),
                    file.path(),
                    mirror.heldOver(),
                    mirror.serviceNames().size());
        }
    }

    /** Saves the list a last time, if it can be done soon. To be called while the mirror is still fed. */
    public void stop() {
        if (refresh != null) {
            refresh.cancel(false);
        }
        try {
            executor.submit(() -> save(true)).get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException late) {
            log.debug("The list is not saved while the application stops.", late);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void changed(Set<String> services) {
        saveSoon();
    }

    @Override
    public void settled() {
        saveSoon();
    }

    private void saveSoon() {
        if (!failing && mirror.state().settled && pending.compareAndSet(false, true)) {
            try {
                executor.schedule(this::saveWhatChanged, GATHER.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                log.debug("The application is stopping; a change is not saved.");
            }
        }
    }

    private void saveWhatChanged() {
        pending.set(false);
        save(Duration.between(savedAt, ticker.now().instant()).compareTo(maxAge.dividedBy(TIMES_PER_AGE)) > 0);
    }

    private void save(boolean evenIfSame) {
        MirrorState state = mirror.state();
        List<Instance> instances = state.instances();
        boolean same = instances.equals(saved);
        if (!state.settled || instances.isEmpty() || (same && !(evenIfSame && connected.getAsBoolean()))) {
            return;
        }
        Instant now = ticker.now().instant();
        try {
            file.write(new SavedMirror(now, servers, instances));
            saved = instances;
            savedAt = now;
            failing = false;
        } catch (IOException failed) {
            if (!failing) {
                failing = true;
                log.warn(
                        "The list cannot be saved in {}, so this application could not find its peers if it started while the"
                                + " registry is down. {}",
                        file.path(),
                        PrivateDirectory.reason(failed));
            }
        }
    }

    private static String words(Duration age) {
        if (age.toMinutes() < 2) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        return age.toHours() < 2 ? age.toMinutes() + " min" : age.toHours() + " h";
    }

    @Override
    public String toString() {
        return "MirrorSaver to " + file.path();
    }
}
