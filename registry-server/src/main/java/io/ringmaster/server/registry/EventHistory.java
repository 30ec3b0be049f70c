package io.ringmaster.server.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest events, for people. Bounded; the oldest go first. Any thread may ask. */
public final class EventHistory implements RegistryObserver {

    private final int capacity;
    private final Deque<RegistryEvent> events = new ArrayDeque<>();

    /**
     * @param capacity how many events are kept, of all instances together
     */
    public EventHistory(int capacity) {
        this.capacity = capacity;
    }

    /** Returns how many events are kept. */
    public int capacity() {
        return capacity;
    }

    @Override
    public synchronized void happened(RegistryEvent event) {
        if (events.size() == capacity) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /**
     * Returns the latest events, the newest first.
     *
     * @param service only those of this service, or null for all
     * @param id only those of instances with this id, or null for all
     * @param limit how many at most
     */
    public synchronized List<RegistryEvent> latest(@Nullable String service, @Nullable String id, int limit) {
        List<RegistryEvent> latest = new ArrayList<>();
        Iterator<RegistryEvent> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext() && latest.size() < limit) {
            RegistryEvent event = newestFirst.next();
            if ((service == null || event.key().service().equals(service))
                    && (id == null || event.key().id().equals(id))) {
                latest.add(event);
            }
        }
        return latest;
    }
}
