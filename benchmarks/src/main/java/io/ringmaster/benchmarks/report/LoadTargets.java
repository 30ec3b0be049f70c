package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.report.LoadFigures.BARE;
import static io.ringmaster.benchmarks.report.LoadFigures.EUREKA;
import static io.ringmaster.benchmarks.report.LoadFigures.OURS;

import java.util.function.DoubleFunction;

/** What a registry of this size must keep to, and whether ours does. What was not measured counts as nothing. */
final class LoadTargets {

    /** How many times fewer CPU seconds than Eureka. */
    private static final double CHEAPER = 3;

    private static final int WATCHERS = 500;
    private static final int MOST_WATCHERS = 10_000;
    private static final int MOST_INSTANCES = 100_000;

    private final LoadFigures figures;
    private final MarkdownTable table = new MarkdownTable("what", "goal", "measured", "met");

    LoadTargets(LoadFigures figures) {
        this.figures = figures;
        for (int size : figures.sizes("cpu-seconds-per-1000-beats")) {
            String among = ", among " + Figures.count(size) + " instances";
            cheaper("CPU of a beat: Eureka's / ours" + among, "cpu-seconds-per-1000-beats", size);
            cheaper("CPU of a registration: Eureka's / ours" + among, "cpu-seconds-per-1000-registrations", size);
            cheaper("the same of a beat at full speed", "full-speed-cpu-seconds-per-1000-beats", size);
            cheaper("the same of a registration at full speed", "full-speed-cpu-seconds-per-1000-registrations", size);
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

    private void fewer(String what, double goal, String figure, int at) {
        double measured = eureka(figure, at) / ours(figure, at);
        if (!Double.isNaN(measured)) {
            row(what, "≥ " + Figures.times(goal), Figures.times(measured), measured >= goal);
        }
    }

    /** The bare server knows no instances, so it is measured once, and says how much cheaper a server in Java can be at all. */
    private void cheaper(String what, String figure, int size) {
        double measured = eureka(figure, size) / ours(figure, size);
        double most = eureka(figure, size) / figures.get(BARE, figure, figures.sizes(figure)[0]);
        if (!Double.isNaN(measured)) {
            String text =
                    Figures.times(measured) + (Double.isNaN(most) ? "" : ", the bare server " + Figures.times(most));
            row(what, "≥ " + Figures.times(CHEAPER), text, measured >= CHEAPER);
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
