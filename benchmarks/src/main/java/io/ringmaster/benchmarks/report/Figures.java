package io.ringmaster.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them: three figures that count, with the unit that fits. */
final class Figures {

    private Figures() {}

    static String nanos(double nanos) {
        if (nanos < 1_000) {
            return three(nanos) + " ns";
        }
        return nanos < 1_000_000 ? three(nanos / 1_000) + " µs" : three(nanos / 1_000_000) + " ms";
    }

    static String bytes(double bytes) {
        if (bytes < 1_000) {
            return Math.round(bytes) + " B";
        }
        return bytes < 1_000_000 ? three(bytes / 1_000) + " KB" : three(bytes / 1_000_000) + " MB";
    }

    static String percent(double share) {
        if (share == 0) {
            return "0 %";
        }
        return share == 1 ? "100 %" : String.format(Locale.ROOT, share < 0.01 ? "%.3f %%" : "%.1f %%", 100 * share);
    }

    static String count(double count) {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    /** A ratio near 1. */
    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.3f" : "%.1f", ratio);
    }

    /** A factor between two figures. */
    static String times(double factor) {
        return three(factor) + "×";
    }

    static String three(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
