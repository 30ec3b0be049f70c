package io.ringmaster.server.journal;

import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to disk, one {@link #step} after another: it appends what is in the queue to one file. The first step,
 * and each one that finds the file too large, the queue overflowed or the last attempt failed, writes everything there is to
 * a new file instead and puts that in the place of the old one; so compaction, repair and recovery are the same thing. When
 * the disk fails, the registry goes on without it, and this says so once and tries again.
 *
 * <p>One thread steps; any thread may ask for the {@link #problem}.
 */
final class Journal {

    /** Time between two attempts while the disk fails. */
    static final Duration RETRY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    /**
     * Why nothing is written.
     *
     * @param since when that began
     * @param cause what is wrong, in words
     */
    record Problem(Instant since, String cause) {}

    private final JournalFiles files;
    private final JournaledStore store;
    private final JournalQueue queue;
    private final Duration fsyncInterval;
    private final long maxSize;
    private final RegistryObserver observer;
    private final Ticker ticker;

    private @Nullable JournalFile file;
    private long sizeToCompact;
    private long nextSyncNanos;
    private long nextAttemptNanos;

    /** Written by the one thread, read by any. */
    private volatile @Nullable Problem problem;

    /**
     * @param fsyncInterval how long something may be with the operating system only, unless somebody waits for it
     * @param maxSize how many bytes the file may have before it is written anew, unless the whole takes more than half of that
     */
    Journal(
            JournalFiles files,
            JournaledStore store,
            JournalQueue queue,
            Duration fsyncInterval,
            long maxSize,
            RegistryObserver observer,
            Ticker ticker) {
        this.files = files;
        this.store = store;
        this.queue = queue;
        this.fsyncInterval = fsyncInterval;
        this.maxSize = maxSize;
        this.observer = observer;
        this.ticker = ticker;
        this.nextAttemptNanos = ticker.nanos();
        this.nextSyncNanos = nextAttemptNanos;
    }

    /** Writes what is there to be written. Lets no exception out. */
    void step() {
        step(false);
    }

    /** Writes the rest and closes the file. */
    void finish() {
        step(true);
        close(file);
        file = null;
    }

    /** Returns why nothing is written at present, or null when all is well. */
    @Nullable
    Problem problem() {
        return problem;
    }

    String place() {
        return files.place();
    }

    private void step(boolean last) {
        JournalQueue.Batch batch = queue.take();
        Moment now = ticker.now();
        if (file == null && !last && !now.hasReached(nextAttemptNanos)) {
            refuse(batch.waiting());
            return;
        }
        try {
            write(batch, now, last);
            batch.waiting().forEach(waiting -> waiting.complete(null));
        } catch (IOException | RuntimeException e) {
            fail(e, now);
            refuse(batch.waiting());
        }
    }

    private void write(JournalQueue.Batch batch, Moment now, boolean last) throws IOException {
        JournalFile current = file;
        boolean anew = current == null || batch.overflowed() || current.size() > sizeToCompact;
        if (current == null || anew) {
            if (batch.overflowed()) {
                log.info("Changes came faster than they could be written, so the whole list is written instead.");
            }
            current = writeAnew();
        } else {
            for (JournalRecord entry : batch.entries()) {
                current.append(entry);
            }
            current.flush();
        }
        boolean mustSync = last || !batch.waiting().isEmpty() || now.hasReached(nextSyncNanos);
        boolean sync = mustSync && current.isUnsynced();
        if (sync) {
            current.sync();
        }
        if (sync || anew) {
            nextSyncNanos = now.deadlineNanosAfter(fsyncInterval);
        }
        if (sync || anew || !batch.entries().isEmpty()) {
            observer.journalWritten(ticker.now().since(now), current.size());
        }
    }

    /** The batch that led here is in the store already, so it is not written by itself. */
    private JournalFile writeAnew() throws IOException {
        JournalFile next = new JournalFile(files.create());
        try {
            store.tell(next::append);
            next.sync();
            files.publish();
        } catch (IOException | RuntimeException e) {
            close(next);
            files.discard();
            throw e;
        }
        close(file);
        file = next;
        sizeToCompact = Math.max(maxSize, 2 * next.size());
        Problem ended = problem;
        if (ended != null) {
            problem = null;
            log.warn("The journal in {} is written again. It was not since {}.", files.place(), ended.since());
        }
        return next;
    }

    private void fail(Exception e, Moment now) {
        // After a failed write or sync nobody knows what is in the file, so it is not continued.
        close(file);
        file = null;
        nextAttemptNanos = now.deadlineNanosAfter(RETRY);
        observer.journalFailed();
        Problem known = problem;
        if (known == null) {
            log.error(
                    "The journal in {} cannot be written: {}. The registry goes on, and what changes from now on is lost if"
                            + " it ends. It is tried again every {} s.",
                    files.place(),
                    e.toString(),
                    RETRY.toSeconds(),
                    e instanceof IOException ? null : e);
        }
        problem = new Problem(known == null ? now.instant() : known.since(), e.toString());
    }

    private static void refuse(List<CompletableFuture<Void>> waiting) {
        if (!waiting.isEmpty()) {
            IOException cause = new IOException("The journal cannot be written.");
            waiting.forEach(each -> each.completeExceptionally(cause));
        }
    }

    private static void close(@Nullable Closeable file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // What counts was synced before; for the rest there is nothing to be done.
                log.debug("A file of the journal could not be closed.", e);
            }
        }
    }
}
