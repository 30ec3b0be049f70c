package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes numbered calls with a bounded number of threads, as fast as they can or at a constant rate, until a number is reached
 * or it is stopped. The call with number n of a constant rate is due n intervals after the start, however long others take.
 */
final class LoadRun implements AutoCloseable {

    /** Makes one call. Several threads use it. */
    @FunctionalInterface
    interface Call {

        /** Returns how the call with this number went, the first being 0. */
        Reply make(int number) throws InterruptedException;
    }

    private static final int THREADS = 8;
    private static final int MAX_CALLS = 200_000;

    private final Call call;
    private final Ticker ticker;
    private final int calls;
    private final long intervalNanos;
    private final Moment start;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** Guarded by this. */
    private final List<Reply> replies = new ArrayList<>();

    private LoadRun(int calls, long intervalNanos, int threadCount, Call call, Ticker ticker) {
        this.calls = calls;
        this.intervalNanos = intervalNanos;
        this.call = call;
        this.ticker = ticker;
        this.start = ticker.now();
        for (int i = 1; i <= threadCount; i++) {
            Thread thread = new Thread(this::work, "demo-load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Makes that many calls as fast as possible and returns how they went. */
    static Replies run(int calls, Call call, Deadline deadline) throws InterruptedException, TimeoutException {
        try (LoadRun run = new LoadRun(calls, 0, THREADS, call, deadline.ticker())) {
            run.awaitCalls(calls, deadline);
            return run.stop();
        }
    }

    /** Begins to make calls at a constant rate. */
    static LoadRun start(int callsPerSecond, Call call, Ticker ticker) {
        return start(callsPerSecond, THREADS, call, ticker);
    }

    /**
     * Does so with a number of threads.
     *
     * @param threads how many calls may be under way; so many may hang before the rate suffers
     */
    static LoadRun start(int callsPerSecond, int threads, Call call, Ticker ticker) {
        return new LoadRun(MAX_CALLS, Duration.ofSeconds(1).toNanos() / callsPerSecond, threads, call, ticker);
    }

    /** Returns how many calls have been answered. */
    synchronized int answered() {
        return replies.size();
    }

    /** Returns how the calls went that have been answered. */
    synchronized Replies soFar() {
        return new Replies(replies);
    }

    /** Waits until that many calls have been answered. */
    synchronized void awaitCalls(int count, Deadline deadline) throws InterruptedException, TimeoutException {
        while (replies.size() < count) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("Only " + replies.size() + " of " + count + " calls were answered in time.");
            }
            wait(deadline.millisLeft());
        }
    }

    /** Waits for that many calls to be answered from now on. */
    void awaitMoreCalls(int count, Deadline deadline) throws InterruptedException, TimeoutException {
        awaitCalls(answered() + count, deadline);
    }

    /** Ends it, waits for the calls under way and returns how all of them went. */
    Replies stop() throws InterruptedException {
        close();
        for (Thread thread : threads) {
            thread.join();
        }
        return soFar();
    }

    /** Lets no further call begin, and waits for none. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(LockSupport::unpark);
    }

    private void work() {
        try {
            for (int number = next.getAndIncrement(); number < calls; number = next.getAndIncrement()) {
                awaitTurn(number);
                if (stopped) {
                    return;
                }
                Reply reply = call.make(number);
                synchronized (this) {
                    replies.add(reply);
                    notifyAll();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTurn(int number) {
        long due = start.nanos() + number * intervalNanos;
        for (long left = due - ticker.now().nanos();
                left > 0 && !stopped;
                left = due - ticker.now().nanos()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
