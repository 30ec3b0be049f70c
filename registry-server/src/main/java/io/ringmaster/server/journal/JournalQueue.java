package io.ringmaster.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be written, between the threads that change the registry and the one that writes. Nobody who adds waits for
 * the disk. When it is full it forgets everything it holds and says so, since the whole can be written instead.
 */
final class JournalQueue {

    /**
     * What was taken out at once.
     *
     * @param entries in order
     * @param overflowed whether there were others that were forgotten
     * @param waiting who waits until all of that is on disk
     */
    record Batch(List<JournalRecord> entries, boolean overflowed, List<CompletableFuture<Void>> waiting) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final int capacity;
    private List<JournalRecord> entries = new ArrayList<>();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean overflowed;
    private boolean closed;

    /**
     * @param capacity how many entries it holds at most, and how many of those who wait
     */
    JournalQueue(int capacity) {
        this.capacity = capacity;
    }

    void add(JournalRecord entry) {
        lock.lock();
        try {
            if (overflowed || closed) {
                return;
            }
            if (entries.size() == capacity) {
                overflowed = true;
                entries = new ArrayList<>();
            } else {
                entries.add(entry);
            }
            if (overflowed || entries.size() == 1) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes when everything added so far is on disk; fails when it is not known to be. */
    CompletableFuture<Void> durable() {
        lock.lock();
        try {
            if (closed || waiting.size() == capacity) {
                return CompletableFuture.failedFuture(new IllegalStateException("nobody writes, or too many wait"));
            }
            CompletableFuture<Void> written = new CompletableFuture<>();
            waiting.add(written);
            work.signal();
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out. */
    Batch take() {
        lock.lock();
        try {
            Batch batch = new Batch(entries, overflowed, waiting);
            entries = new ArrayList<>();
            waiting = new ArrayList<>();
            overflowed = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to take, or for so long. What nobody waits for may gather for a moment, since to wake up and
     * to write costs the same for one entry as for a hundred.
     *
     * @return false when it is closed
     */
    boolean await(long nanos, long gatherNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (entries.isEmpty() && !isUrgent() && left > 0) {
                left = work.awaitNanos(left);
            }
            left = entries.isEmpty() ? 0 : gatherNanos;
            while (!isUrgent() && left > 0) {
                left = work.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUrgent() {
        return !waiting.isEmpty() || overflowed || closed;
    }

    /** Takes nothing more in. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }
}
