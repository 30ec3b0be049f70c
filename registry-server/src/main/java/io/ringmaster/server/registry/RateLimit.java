package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests each caller may send: a bucket that is filled at a steady rate and holds two seconds' worth. All there
 * is to remember of a bucket is when it will be full again (the generic cell rate algorithm), so one that is full need not
 * be remembered at all. Any thread may ask.
 */
public final class RateLimit {

    private static final Duration HOLDS = Duration.ofSeconds(2);

    /** Beyond so many, those who come new share a bucket, so that nobody fills the memory by coming from everywhere. */
    private static final int MOST_CALLERS = 100_000;

    private static final String EVERYBODY_ELSE = "";
    private static final Duration TIDY_EVERY = Duration.ofSeconds(1);

    private final long nanosPerRequest;
    private final int mostCallers;
    private final ConcurrentMap<String, Long> fullAtNanos = new ConcurrentHashMap<>();
    private final AtomicLong nextTidyNanos;

    /**
     * @param perSecond how many requests a caller may send in the long run, and twice as many at once
     * @param start now
     */
    public RateLimit(int perSecond, Moment start) {
        this(perSecond, MOST_CALLERS, start);
    }

    RateLimit(int perSecond, int mostCallers, Moment start) {
        this.nanosPerRequest = Duration.ofSeconds(1).toNanos() / perSecond;
        this.mostCallers = mostCallers;
        this.nextTidyNanos = new AtomicLong(start.nanos());
    }

    /** Takes one request from the bucket of a caller. Returns false, having taken nothing, if there is none in it. */
    public boolean take(String caller, Moment now) {
        boolean[] taken = new boolean[1];
        fullAtNanos.compute(known(caller, now), (name, fullAt) -> {
            long from = fullAt == null || now.hasReached(fullAt) ? now.nanos() : fullAt;
            long next = from + nanosPerRequest;
            taken[0] = next - now.nanos() <= HOLDS.toNanos();
            return taken[0] ? Long.valueOf(next) : fullAt;
        });
        return taken[0];
    }

    private String known(String caller, Moment now) {
        if (fullAtNanos.size() < mostCallers || fullAtNanos.containsKey(caller)) {
            return caller;
        }
        long due = nextTidyNanos.get();
        if (now.hasReached(due) && nextTidyNanos.compareAndSet(due, now.deadlineNanosAfter(TIDY_EVERY))) {
            fullAtNanos.values().removeIf(now::hasReached);
        }
        return fullAtNanos.size() < mostCallers ? caller : EVERYBODY_ELSE;
    }
}
