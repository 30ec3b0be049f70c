package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leases by the time for which they were queued, the earliest first: a binary heap in which each lease knows its place, so that none is
 * searched for. To add the latest one costs a look at one other, however many there are, and to remove one seldom more. Guarded by the
 * registry's lock.
 */
final class LookQueue {

    /** Right across an overflow of the clock, as long as no two times lie 146 years apart. */
    private static final Comparator<Lease> BY_TIME = ((Comparator<Lease>)
                    (a, b) -> Long.signum(a.queuedNanos - b.queuedNanos))
            .thenComparingLong(lease -> lease.serial);

    private static final int FIRST_CAPACITY = 64;

    /** The children of the one at n are at 2n + 1 and 2n + 2, and never earlier. */
    private @Nullable Lease[] heap = new Lease[FIRST_CAPACITY];

    private int size;

    /** Adds a lease that is not in it, for the time of its next look. */
    void add(Lease lease) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        lease.queuedNanos = lease.nextLookNanos();
        moveUp(lease, size++);
    }

    /** Removes a lease if it is in it. */
    void remove(Lease lease) {
        int place = lease.queuePlace;
        if (place == Lease.NOT_QUEUED) {
            return;
        }
        lease.queuePlace = Lease.NOT_QUEUED;
        Lease last = at(--size);
        heap[size] = null;
        if (last != lease) {
            moveDown(last, place);
            if (last.queuePlace == place) {
                moveUp(last, place);
            }
        }
    }

    /** Returns those whose time has come, in that order. They stay in it. */
    List<Lease> reached(Moment now) {
        List<Lease> reached = new ArrayList<>();
        addReached(0, now, reached);
        reached.sort(BY_TIME);
        return reached;
    }

    private void addReached(int place, Moment now, List<Lease> reached) {
        if (place < size && now.hasReached(at(place).queuedNanos)) {
            reached.add(at(place));
            addReached(2 * place + 1, now, reached);
            addReached(2 * place + 2, now, reached);
        }
    }

    private void moveUp(Lease lease, int from) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!isBefore(lease, at(parent))) {
                break;
            }
            put(at(parent), place);
            place = parent;
        }
        put(lease, place);
    }

    private void moveDown(Lease lease, int from) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (child >= size || !isBefore(at(child), lease)) {
                break;
            }
            put(at(child), place);
            place = child;
        }
        put(lease, place);
    }

    private void put(Lease lease, int place) {
        heap[place] = lease;
        lease.queuePlace = place;
    }

    private Lease at(int place) {
        return Objects.requireNonNull(heap[place]);
    }

    private static boolean isBefore(Lease lease, Lease other) {
        return lease.queuedNanos - other.queuedNanos < 0;
    }
}
