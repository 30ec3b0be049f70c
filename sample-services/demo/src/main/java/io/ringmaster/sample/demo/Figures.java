package io.ringmaster.sample.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is measured of one fault while it happens. Of one thread. */
final class Figures {

    private final List<Duration> times = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int calls;
    private int failed;
    private @Nullable Finding taken;

    /** It took that long this time. */
    void took(Duration time) {
        times.add(time);
    }

    /** Counts calls, and remembers why the first of those that failed did. */
    void count(Replies replies) {
        calls += replies.count();
        List<Reply> failures = replies.failed();
        if (failed == 0 && !failures.isEmpty()) {
            remark(
                    "The first call that failed, after %s: %s",
                    millis(failures.get(0).took()), failures.get(0).failure());
        }
        failed += failures.size();
        long slow = replies.slowerThan(Duration.ofSeconds(1));
        if (slow > 0) {
            remark("%d of %,d calls took longer than a second.", slow, replies.count());
        }
    }

    /** Says something that no number says. */
    void remark(String format, @Nullable Object... values) {
        remarks.add(String.format(Locale.ROOT, format, values));
    }

    /** Remembers a promise that was not kept. */
    void promised(boolean kept, String otherwise, Object... values) {
        if (!kept) {
            broken.add(String.format(Locale.ROOT, otherwise, values));
        }
    }

    /** No call may have failed. */
    void promisedNoFailure() {
        promised(failed == 0, "%d of %,d calls failed.", failed, calls);
    }

    /** That part of the times, 0 to 1, may not exceed a limit. */
    void promisedWithin(double part, Duration limit) {
        promised(!times.isEmpty(), "Nothing was measured.");
        if (!times.isEmpty()) {
            promised(
                    within(times, part).compareTo(limit) <= 0,
                    "It took %s, more than %s.",
                    millis(within(times, part)),
                    millis(limit));
        }
    }

    /** Takes what another process has found. */
    void take(Finding finding) {
        taken = finding;
    }

    /** Returns all of it. */
    Finding finding(Fault fault, int repetitions) {
        Finding finished = taken;
        if (finished != null) {
            return finished;
        }
        return new Finding(
                fault.name(),
                fault.event(),
                repetitions,
                calls,
                failed,
                times.isEmpty() ? "" : millis(within(times, 0.5)),
                times.isEmpty() ? "" : millis(within(times, 0.99)),
                times.isEmpty() ? "" : millis(within(times, 1)),
                fault.promise(),
                broken,
                remarks,
                null);
    }

    /** Returns the smallest of the times that at least that part of them, above 0 and up to 1, does not exceed. */
    static Duration within(List<Duration> times, double part) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }

    static String millis(Duration time) {
        return time.compareTo(Duration.ofSeconds(10)) < 0
                ? String.format(Locale.ROOT, "%,d ms", time.toMillis())
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
