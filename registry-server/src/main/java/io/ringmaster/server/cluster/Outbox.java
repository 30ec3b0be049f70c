package io.ringmaster.server.cluster;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.cluster.Entry.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be sent, between the threads that change the registry and the one that sends. Nobody who adds waits. Several changes
 * of one entry collapse to the latest. When it is full, what is added is lost, and found by comparing.
 */
final class Outbox {

    /** As many as there may be instances by default, and an override for each. */
    static final int CAPACITY = 200_000;

    /** What was taken out at once. */
    record Batch(Collection<Entry> entries, Set<InstanceKey> doubts) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private Map<Subject, Entry> entries = new LinkedHashMap<>();
    private Set<InstanceKey> doubts = new LinkedHashSet<>();
    private long dropped;

    /** Somebody must hear of an entry. */
    void add(Entry entry) {
        lock.lock();
        try {
            if (entries.size() >= CAPACITY && !entries.containsKey(entry.subject())) {
                dropped++;
                return;
            }
            entries.put(entry.subject(), entry);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The node that looks after an instance must hear that somebody doubts it. */
    void addDoubt(InstanceKey key) {
        lock.lock();
        try {
            if (doubts.size() >= CAPACITY) {
                dropped++;
                return;
            }
            doubts.add(key);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out. */
    Batch take() {
        lock.lock();
        try {
            Batch batch = new Batch(new ArrayList<>(entries.values()), doubts);
            entries = new LinkedHashMap<>();
            doubts = new LinkedHashSet<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to take, or for so long. Returns whether there is. */
    boolean await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (entries.isEmpty() && doubts.isEmpty() && left > 0) {
                left = work.awaitNanos(left);
            }
            return !entries.isEmpty() || !doubts.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many entries were lost because it was full. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
