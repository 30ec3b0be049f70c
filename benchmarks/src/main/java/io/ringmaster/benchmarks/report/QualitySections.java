package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_16;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.simulation.Balance;
import io.ringmaster.benchmarks.simulation.BoundedLoad;
import io.ringmaster.benchmarks.simulation.Movement;
import io.ringmaster.benchmarks.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** What needs no clock. */
final class QualitySections {

    private static final int[] IN_FLIGHT = {4, 20};
    private static final int FLOOR = 16;

    private final Simulation simulation;
    private final Plots plots;

    QualitySections(Simulation simulation, Plots plots) {
        this.simulation = simulation;
        this.plots = plots;
    }

    /** Shares of the key space. */
    String balance() {
        MarkdownTable peaks = table("peak / average, equal weights");
        LineChart chart = new LineChart(
                "The busiest member",
                "share of the key space over the average, equal weights; 1 is best",
                Report.SIZES,
                Figures::ratio);
        MarkdownTable deviations = table("coefficient of variation, equal weights");
        MarkdownTable mixedPeaks = table("peak / target, weights 1, 2, 5");
        MarkdownTable mixedErrors = table("root mean square error, weights 1, 2, 5");
        for (Rival rival : Rival.values()) {
            IntFunction<Balance> equal = size -> simulation.balance(rival, size, false);
            row(peaks, rival.title(), size -> Figures.ratio(equal.apply(size).peak()));
            row(
                    deviations,
                    rival.title(),
                    size -> Figures.percent(equal.apply(size).deviation()));
            chart.line(rival, values(size -> equal.apply(size).peak()));
            if (rival.weighs()) {
                IntFunction<Balance> mixed = size -> simulation.balance(rival, size, true);
                row(
                        mixedPeaks,
                        rival.title(),
                        size -> Figures.ratio(mixed.apply(size).peak()));
                row(
                        mixedErrors,
                        rival.title(),
                        size -> Figures.percent(mixed.apply(size).deviation()));
            }
        }
        return peaks + "\n" + plots.add("balance", chart.toString(), "peak over average") + "\n" + deviations + "\n"
                + mixedPeaks + "\n" + mixedErrors;
    }

    /** What moves when one member changes. */
    String movement() {
        StringBuilder text = new StringBuilder();
        for (Movement.Change change : Movement.Change.values()) {
            MarkdownTable table = table(
                    switch (change) {
                        case ADD -> "one comes";
                        case REMOVE -> "one leaves";
                        case WEIGHT -> "the weight of one goes from 1 to 2";
                    });
            for (Rival rival : Rival.values()) {
                if (rival != Rival.SLOTS_20 && (rival.weighs() || change != Movement.Change.WEIGHT)) {
                    row(table, rival.title(), size -> moved(simulation.movement(rival, size, change)));
                }
            }
            text.append(table).append('\n');
        }
        LineChart chart = new LineChart(
                "Keys that move when one member leaves",
                "for each key that has to; 1 is best",
                Report.SIZES,
                Figures::three);
        for (Rival rival : List.of(SLOTS_16, Rival.TREE_MAP, Rival.MAGLEV, Rival.GUAVA)) {
            chart.line(
                    rival,
                    values(size -> simulation
                            .movement(rival, size, Movement.Change.REMOVE)
                            .ratio()));
        }
        return text + plots.add("movement", chart.toString(), "moved keys for each that had to move");
    }

    private static String moved(Movement movement) {
        return movement.extra() == 0
                ? Figures.ratio(movement.ratio()) + " (0)"
                : Figures.ratio(movement.ratio()) + " (" + Figures.percent(movement.extraShare()) + ")";
    }

    /** Who takes over. */
    String failover() {
        MarkdownTable table = table("keys that find the same member");
        for (Rival rival : List.of(SLOTS_16, Rival.TREE_MAP, Rival.MAGLEV)) {
            row(table, rival.title() + ", one gone", size -> Figures.percent(simulation.failover(rival, size, 1)));
            row(
                    table,
                    rival.title() + ", half gone",
                    size -> Figures.percent(simulation.failover(rival, size, size / 2 + 1)));
        }
        return table.toString();
    }

    /** Load when some keys are popular. */
    String zipf() {
        MarkdownTable table = table("busiest / average, Zipf(1.0)");
        for (Rival rival : Rival.values()) {
            if (rival != Rival.SLOTS_18 && rival != Rival.SLOTS_20) {
                row(table, rival.title(), size -> Figures.three(simulation.zipfPeak(rival, size, false)));
            }
        }
        row(
                table,
                "Ringmaster, 2^16 slots, weights 1/2/5",
                size -> Figures.three(simulation.zipfPeak(SLOTS_16, size, true)));
        LineChart chart = new LineChart(
                "The busiest member under Zipf(1.0) keys",
                "most calls in flight over the average, 4 in flight per member",
                Report.SIZES,
                Figures::three);
        chart.line(
                "bound 1.25, floor 16",
                Look.OWN,
                values(size -> simulation.bounded(size, false, 4, FLOOR).peak()));
        chart.line(
                "bound 1.25, no floor",
                Look.SECOND,
                values(size -> simulation.bounded(size, false, 4, 0).peak()));
        chart.line(
                "without a bound",
                Look.FIRST,
                values(size -> simulation.unbounded(size, false, 4).peak()));
        return table + "\n" + bounds() + "\n"
                + plots.add("bound", chart.toString(), "peak load with and without a bound");
    }

    private String bounds() {
        MarkdownTable table = new MarkdownTable(
                "calls in flight",
                "n",
                "peak without a bound",
                "peak, bound 1.25",
                "away from home",
                "looked at",
                "peak, floor 16",
                "away from home",
                "looked at");
        for (boolean mixed : new boolean[] {false, true}) {
            for (int inFlight : IN_FLIGHT) {
                for (int size : Report.SIZES) {
                    BoundedLoad bare = simulation.bounded(size, mixed, inFlight, 0);
                    BoundedLoad floored = simulation.bounded(size, mixed, inFlight, FLOOR);
                    table.row(
                            inFlight + " per member" + (mixed ? ", weights 1/2/5" : ""),
                            Integer.toString(size),
                            Figures.three(
                                    simulation.unbounded(size, mixed, inFlight).peak()),
                            Figures.three(bare.peak()),
                            Figures.percent(bare.away()),
                            Figures.three(bare.tried()),
                            Figures.three(floored.peak()),
                            Figures.percent(floored.away()),
                            Figures.three(floored.tried()));
                }
            }
        }
        return table.toString();
    }

    /** Memory. */
    String memory() {
        MarkdownTable table = table("heap");
        for (Rival rival : Rival.values()) {
            if (rival != Rival.GUAVA) {
                row(table, rival.title(), size -> Figures.bytes(simulation.heapSize(rival, size)));
            }
        }
        return table.toString();
    }

    private static MarkdownTable table(String first) {
        List<String> head = new ArrayList<>(List.of(first));
        Arrays.stream(Report.SIZES).forEach(size -> head.add("n = " + size));
        return new MarkdownTable(head.toArray(String[]::new));
    }

    private static void row(MarkdownTable table, String name, IntFunction<String> value) {
        List<String> cells = new ArrayList<>(List.of(name));
        Arrays.stream(Report.SIZES).mapToObj(value).forEach(cells::add);
        table.row(cells);
    }

    private static double[] values(IntToDoubleFunction value) {
        return Arrays.stream(Report.SIZES).mapToDouble(value).toArray();
    }
}
