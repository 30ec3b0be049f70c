package io.ringmaster.server.registry;

import io.ringmaster.model.Change;
import io.ringmaster.model.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of one node by their number. One writer appends and never waits for anybody; any number of readers
 * follow at their own pace, each with a cursor of its own, and learn when what they want is no longer kept. The idea is
 * Consul's event buffer ({@code agent/consul/stream/event_buffer.go}); an array takes the place of its linked list, so
 * that a slow reader cannot hold old entries in memory.
 */
public final class ChangeLog {

    /**
     * One change.
     *
     * @param change the change
     * @param digest the word for the content of its service after it
     */
    public record Entry(Change change, String digest) {

        /** Returns the place of the change in the log. */
        public long number() {
            return change.revision().number();
        }
    }

    private final Revision origin;
    private final Executor wakeUps;
    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final Map<Object, Runnable> readers = new ConcurrentHashMap<>();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();

    /** The number of the newest entry. Written by the one writer after the entry itself. */
    private volatile long last;

    /**
     * Creates an empty log.
     *
     * @param origin the revision before the first change
     * @param capacity how many changes are kept
     * @param wakeUps runs the readers' wake-ups; a burst of changes makes one wake-up
     */
    public ChangeLog(Revision origin, int capacity, Executor wakeUps) {
        this.origin = origin;
        this.wakeUps = wakeUps;
        this.entries = new AtomicReferenceArray<>(capacity);
        this.last = origin.number();
    }

    /** Returns the revision before the first change. */
    public Revision origin() {
        return origin;
    }

    /** Returns the number of the newest entry. */
    public long last() {
        return last;
    }

    /** Whether everything after that number is kept, so that a reader who knows it can go on from there. */
    public boolean keepsAfter(long number) {
        long newest = last;
        return number <= newest && number >= Math.max(origin.number(), newest - entries.length());
    }

    /** Returns the entries after that number, oldest first, or null when some of them are no longer kept. */
    public @Nullable List<Entry> after(long number) {
        long newest = last;
        if (number >= newest) {
            return List.of();
        }
        if (!keepsAfter(number)) {
            return null;
        }
        List<Entry> read = new ArrayList<>((int) (newest - number));
        for (long next = number + 1; next <= newest; next++) {
            Entry entry = entries.get(slot(next));
            if (entry == null || entry.number() != next) {
                // The writer came round the array while we read.
                return null;
            }
            read.add(entry);
        }
        return read;
    }

    /** Adds a reader, which is woken after each change until the returned handle is run. */
    public Runnable addReader(Runnable wakeUp) {
        Object reader = new Object();
        readers.put(reader, wakeUp);
        return () -> readers.remove(reader);
    }

    /** Wakes all readers soon. */
    public void wake() {
        // Whoever becomes a reader from now on looks at once.
        if (!readers.isEmpty() && wakeUpPending.compareAndSet(false, true)) {
            wakeUps.execute(() -> {
                wakeUpPending.set(false);
                readers.values().forEach(Runnable::run);
            });
        }
    }

    /** For the one writer. */
    void append(Change change, String digest) {
        Entry entry = new Entry(change, digest);
        if (entry.number() != last + 1) {
            throw new IllegalStateException(change.revision() + " does not follow number " + last);
        }
        entries.set(slot(entry.number()), entry);
        last = entry.number();
        wake();
    }

    private int slot(long number) {
        return (int) (number % entries.length());
    }
}
