package io.ringmaster.sample.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be read from a number of calls. Immutable. */
final class Replies {

    private final List<Reply> replies;

    /** These calls, which are put into the order in which they began. */
    Replies(List<Reply> replies) {
        this.replies = replies.stream()
                .sorted(Comparator.comparingLong(Reply::startedNanos))
                .toList();
    }

    int count() {
        return replies.size();
    }

    /** Returns the calls that failed. */
    List<Reply> failed() {
        return replies.stream().filter(Reply::failed).toList();
    }

    /** Returns how many calls found their customer's offer in memory. */
    long hits() {
        return replies.stream().filter(Reply::hit).count();
    }

    /** Returns the part of the calls that found their customer's offer in memory, 0 to 1. */
    double hitRatio() {
        return replies.isEmpty() ? 0 : (double) hits() / replies.size();
    }

    /** Returns the time within which that part of the calls, 0 to 1, was answered. */
    Duration within(double part) {
        List<Duration> sorted = replies.stream().map(Reply::took).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.min(sorted.size() - 1, (int) (part * sorted.size())));
    }

    /** Returns how many calls each instance served. */
    SortedMap<String, Integer> callsByInstance() {
        SortedMap<String, Integer> calls = new TreeMap<>();
        for (Reply reply : replies) {
            if (reply.servedBy() != null) {
                calls.merge(reply.servedBy(), 1, Integer::sum);
            }
        }
        return calls;
    }

    /** Returns the instance that served each customer last. */
    Map<String, String> ownerByCustomer() {
        Map<String, String> owners = new HashMap<>();
        for (Reply reply : replies) {
            if (reply.servedBy() != null) {
                owners.put(reply.customer(), reply.servedBy());
            }
        }
        return owners;
    }

    /** Returns the first call of a customer that another instance served than the given owner, or null. */
    @Nullable
    Reply firstStray(Map<String, String> owners) {
        return replies.stream()
                .filter(reply -> !reply.failed())
                .filter(reply -> !Objects.equals(reply.servedBy(), owners.get(reply.customer())))
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns when an instance had served its first call, on the monotonic clock.
     *
     * @throws IllegalStateException if it served none
     */
    long firstServedBy(String instance) {
        return replies.stream()
                .filter(reply -> instance.equals(reply.servedBy()))
                .mapToLong(reply -> reply.startedNanos() + reply.took().toNanos())
                .min()
                .orElseThrow(() -> new IllegalStateException(instance + " has not served any call."));
    }

    /**
     * Returns when the first call began that an instance served, on the monotonic clock.
     *
     * @throws IllegalStateException if it served none
     */
    long firstGivenTo(String instance) {
        return replies.stream()
                .filter(reply -> instance.equals(reply.servedBy()))
                .mapToLong(Reply::startedNanos)
                .min()
                .orElseThrow(() -> new IllegalStateException(instance + " has not served any call."));
    }

    /** Returns how many calls took longer than that. */
    long slowerThan(Duration limit) {
        return replies.stream()
                .filter(reply -> reply.took().compareTo(limit) > 0)
                .count();
    }

    /** Returns the calls that began at that moment of the monotonic clock or later. */
    Replies since(long nanos) {
        return new Replies(replies.stream()
                .filter(reply -> reply.startedNanos() - nanos >= 0)
                .toList());
    }
}
