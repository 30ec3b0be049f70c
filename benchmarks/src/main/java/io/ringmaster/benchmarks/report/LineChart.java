package io.ringmaster.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/** Lines over the number of members, each named where it ends; both axes logarithmic. The first line is ours. */
final class LineChart {

    private static final int WIDTH = 820;
    private static final int HEIGHT = 420;
    private static final double LEFT = 76;
    private static final double RIGHT = WIDTH - 210;
    private static final double TOP = 70;
    private static final double BOTTOM = HEIGHT - 50;
    private static final double LABEL_HEIGHT = 17;

    private record Line(String name, double[] values) {}

    private final String title;
    private final String subtitle;
    private final int[] sizes;
    private final DoubleFunction<String> format;
    private final List<Line> lines = new ArrayList<>();

    LineChart(String title, String subtitle, int[] sizes, DoubleFunction<String> format) {
        this.title = title;
        this.subtitle = subtitle;
        this.sizes = sizes;
        this.format = format;
    }

    LineChart line(String name, double[] values) {
        lines.add(new Line(name, values));
        return this;
    }

    @Override
    public String toString() {
        double low = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.values))
                .min()
                .orElse(1);
        double high = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.values))
                .max()
                .orElse(1);
        List<Double> ticks = ticks(low, high);
        double bottom = Math.min(low, ticks.get(0));
        double top = Math.max(high, ticks.get(ticks.size() - 1));

        Svg svg = new Svg(WIDTH, HEIGHT, title, subtitle);
        for (double tick : ticks) {
            double y = y(tick, bottom, top);
            svg.line("grid", LEFT, y, RIGHT, y).text("soft", "end", LEFT - 8, y + 4, format.apply(tick));
        }
        for (int size : sizes) {
            svg.text("soft", "middle", x(size), BOTTOM + 22, Integer.toString(size));
        }
        svg.text("soft", "middle", (LEFT + RIGHT) / 2, BOTTOM + 42, "members");
        double[] labels = labels(bottom, top);
        for (int i = lines.size() - 1; i >= 0; i--) {
            double[] x = Arrays.stream(sizes).mapToDouble(this::x).toArray();
            double[] y = Arrays.stream(lines.get(i).values)
                    .map(value -> y(value, bottom, top))
                    .toArray();
            svg.polyline("line c" + i + (i == 0 ? " own" : ""), x, y);
            for (int point = 0; point < x.length; point++) {
                svg.dot("f" + i, x[point], y[point]);
            }
            svg.text("f" + i, "start", RIGHT + 12, labels[i] + 4, lines.get(i).name);
        }
        return svg.toString();
    }

    /** Returns where the names stand: where their lines end, moved apart where they would cover each other. */
    private double[] labels(double bottom, double top) {
        int last = sizes.length - 1;
        double[] places = lines.stream()
                .mapToDouble(line -> y(line.values[last], bottom, top))
                .toArray();
        List<Integer> downwards = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            downwards.add(i);
        }
        downwards.sort((a, b) -> Double.compare(places[a], places[b]));
        double free = TOP - LABEL_HEIGHT;
        for (int i : downwards) {
            places[i] = Math.max(places[i], free);
            free = places[i] + LABEL_HEIGHT;
        }
        double over = BOTTOM;
        for (int at = downwards.size() - 1; at >= 0; at--) {
            int i = downwards.get(at);
            places[i] = Math.min(places[i], over);
            over = places[i] - LABEL_HEIGHT;
        }
        return places;
    }

    /** Returns round values that cover the range: powers of ten, and 2 and 5 times them, or finer when all is near 1. */
    private static List<Double> ticks(double low, double high) {
        List<Double> ticks = new ArrayList<>();
        double[] steps = high / low > 100 ? new double[] {1} : new double[] {1, 2, 5};
        if (high / low < 2.5) {
            steps = new double[] {1, 1.1, 1.2, 1.3, 1.4, 1.5, 2};
        }
        for (int power = -3; power < 10; power++) {
            for (double step : steps) {
                double tick = step * Math.pow(10, power);
                double next = tick * (steps.length == 1 ? 10 : 2.5);
                if (tick >= low / (next / tick) && tick <= high * (next / tick)) {
                    ticks.add(tick);
                }
            }
        }
        while (ticks.size() > 2 && ticks.get(1) <= low) {
            ticks.remove(0);
        }
        while (ticks.size() > 2 && ticks.get(ticks.size() - 2) >= high) {
            ticks.remove(ticks.size() - 1);
        }
        return ticks;
    }

    private double x(double size) {
        return LEFT
                + 20
                + (RIGHT - LEFT - 40)
                        * Math.log(size / sizes[0])
                        / Math.log((double) sizes[sizes.length - 1] / sizes[0]);
    }

    private static double y(double value, double bottom, double top) {
        return BOTTOM - (BOTTOM - TOP) * Math.log(value / bottom) / Math.log(top / bottom);
    }
}
