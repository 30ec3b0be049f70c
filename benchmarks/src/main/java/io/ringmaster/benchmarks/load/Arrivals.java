package io.ringmaster.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** When each watcher has heard of each change, counted from the moment before it was sent. Any thread may tell. */
final class Arrivals {

    /** Written before a change is sent, read by whoever hears of it. */
    private volatile Change current = new Change(0, 0, new CountDownLatch(0));

    private final Histogram micros = new ConcurrentHistogram(3);

    private record Change(long number, long sentNanos, CountDownLatch missing) {}

    /** The change of that number is made now. */
    void sent(long number, int watchers) {
        current = new Change(number, System.nanoTime(), new CountDownLatch(watchers));
    }

    /** A watcher has heard of the change of that number, for the first time. */
    void heard(long number) {
        Change change = current;
        if (change.number == number) {
            micros.recordValue((System.nanoTime() - change.sentNanos) / 1000);
            change.missing.countDown();
        }
    }

    /** Waits until all have heard of it; returns how many have not. */
    long await(Duration atMost) {
        try {
            return current.missing.await(atMost.toMillis(), TimeUnit.MILLISECONDS) ? 0 : current.missing.getCount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
