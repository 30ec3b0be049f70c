package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.report.LoadFigures.BARE;
import static io.ringmaster.benchmarks.report.LoadFigures.EUREKA;
import static io.ringmaster.benchmarks.report.LoadFigures.OURS;

import java.util.function.DoubleFunction;

/** What a registry of this size must keep to, and whether ours does. What was not measured counts as nothing. */
final class LoadTargets {

    private static final int WATCHERS = 500;
    private static final int MOST_WATCHERS = 10_000;
    private static final int MOST_INSTANCES = 100_000;

    private final LoadFigures figures;
    private final MarkdownTable table = new MarkdownTable("what", "goal", "measured", "met");

    LoadTargets(LoadFigures figures) {
        this.figures = figures;
        for (int size : figures.sizes("cpu-seconds-per-1000-beats")) {
            String among = ", among " + Figures.count(size) + " instances";
            fewer("CPU of a beat: Eureka's / ours" + among, 3, "cpu-seconds-per-1000-beats", size);
            fewer("CPU of a registration: Eureka's / ours" + among, 3, "cpu-seconds-per-1000-registrations", size);
            fewer("the same of a beat at full speed", 3, "full-speed-cpu-seconds-per-1000-beats", size);
            fewer("the same of a registration at full speed", 3, "full-speed-cpu-seconds-per-1000-registrations", size);
        }
        fewer("change → 500 watchers, p99: Eureka's / ours", 20, "watchers-p99-millis", WATCHERS);
        atMost(
                "heap for an instance, of 100,000",
                1_500,
                ours("heap-bytes-per-instance", MOST_INSTANCES),
                Figures::bytes);
        atMost(
                "heap and native memory for an idle watcher, of 10,000",
                12_000,
                ours("watchers-heap-bytes-per-watcher", MOST_WATCHERS)
                        + ours("watchers-native-bytes-per-watcher", MOST_WATCHERS),
                Figures::bytes);
        atMost(
                "100,000 instances and 10,000 watchers on one node, heap after a collection",
                1e9,
                ours("full-house-live-heap-bytes", MOST_WATCHERS),
                Figures::bytes);
        atMost(
                "changes that one of these 10,000 watchers did not hear of",
                0,
                ours("full-house-lost", MOST_WATCHERS),
                Figures::count);
        atMost(
                "CPU until ready: ours with an AOT cache / Eureka's jar's",
                0.25,
                ours("cached-start-cpu-seconds", 0) / eureka("start-cpu-seconds", 0),
                Figures::three);
        atMost("resident memory of an idle node", 200e6, ours("cached-start-idle-resident-bytes", 0), Figures::bytes);
    }

    @Override
    public String toString() {
        return table.toString();
    }

    /** Beside it stands what the bare server has, if it was asked for the same. */
    private void fewer(String what, double goal, String figure, int at) {
        double measured = eureka(figure, at) / ours(figure, at);
        double bare = eureka(figure, at) / figures.get(BARE, figure, at);
        if (!Double.isNaN(measured)) {
            String beside = Double.isNaN(bare) ? "" : ", the bare server " + Figures.times(bare);
            row(what, "≥ " + Figures.times(goal), Figures.times(measured) + beside, measured >= goal);
        }
    }

    private void atMost(String what, double goal, double measured, DoubleFunction<String> format) {
        if (!Double.isNaN(measured)) {
            row(what, "≤ " + format.apply(goal), format.apply(measured), measured <= goal);
        }
    }

    private void row(String what, String goal, String measured, boolean met) {
        table.row(what, goal, measured, met ? "met" : "**not met**");
    }

    private double ours(String what, long at) {
        return figures.get(OURS, what, at);
    }

    private double eureka(String what, long at) {
        return figures.get(EUREKA, what, at);
    }
}
