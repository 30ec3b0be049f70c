package io.ringmaster.sample.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Looks all the time at what callers may call, and remembers who was missing. One thread looks; any may ask. */
final class ListMonitor implements AutoCloseable {

    private static final long PAUSE_NANOS = 20_000_000;

    private final List<CallerList> lists;
    private final Set<String> expected;
    private final Deadline deadline;
    private final Thread thread;
    private volatile boolean closed;

    /** Guarded by this. */
    private final List<String> sightings = new ArrayList<>();

    private int looks;

    /**
     * @param expected the instances that must be in each list all the time
     */
    ListMonitor(List<CallerList> lists, Set<String> expected, Deadline deadline) {
        this.lists = lists;
        this.expected = expected;
        this.deadline = deadline;
        this.thread = new Thread(this::look, "demo-list-monitor");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Returns what was seen that should not have been, each once, as sentences. */
    synchronized List<String> departures() {
        return List.copyOf(sightings);
    }

    /** Returns how often it looked. */
    synchronized int looks() {
        return looks;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void look() {
        try {
            while (!closed && !deadline.hasPassed()) {
                for (CallerList list : lists) {
                    list.await(this::note, deadline);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException | TimeoutException failure) {
            saw("A list could not be read: " + failure.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean note(Set<String> callable) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(callable);
        if (!missing.isEmpty()) {
            saw("A caller had lost " + missing + ".");
        }
        synchronized (this) {
            looks++;
        }
        return true;
    }

    private synchronized void saw(String what) {
        if (!sightings.contains(what)) {
            sightings.add(what);
        }
    }
}
