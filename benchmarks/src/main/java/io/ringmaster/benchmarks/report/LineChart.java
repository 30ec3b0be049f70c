package io.ringmaster.benchmarks.report;

import io.ringmaster.benchmarks.rivals.Rival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** Lines over a number of something, each named where it ends; both axes logarithmic. A NaN is a point that was not measured. */
final class LineChart {

    private static final int WIDTH = 880;
    private static final int HEIGHT = 420;
    private static final double LEFT = 76;
    private static final double RIGHT = WIDTH - 250;
    private static final double TOP = 70;
    private static final double BOTTOM = HEIGHT - 50;
    private static final double LABEL_HEIGHT = 17;

    private record Line(String name, Look look, double[] values) {}

    private final String title;
    private final String subtitle;
    private final int[] sizes;
    private final String axis;
    private final DoubleFunction<String> format;
    private final List<Line> lines = new ArrayList<>();

    LineChart(String title, String subtitle, int[] sizes, DoubleFunction<String> format) {
        this(title, subtitle, sizes, "members", format);
    }

    /**
     * @param axis what the sizes count
     */
    LineChart(String title, String subtitle, int[] sizes, String axis, DoubleFunction<String> format) {
        this.title = title;
        this.subtitle = subtitle;
        this.sizes = sizes;
        this.axis = axis;
        this.format = format;
    }

    /** Adds a line; those added first are drawn on top. */
    LineChart line(String name, Look look, double[] values) {
        lines.add(new Line(name, look, values));
        return this;
    }

    LineChart line(Rival rival, double[] values) {
        return line(rival.title(), Look.of(rival), values);
    }

    @Override
    public String toString() {
        double[] measured = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.values))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double low = Arrays.stream(measured).min().orElse(1);
        double high = Arrays.stream(measured).max().orElse(1);
        List<Double> ticks = ticks(low, high);
        double bottom = ticks.get(0);
        double top = ticks.get(ticks.size() - 1);

        Svg svg = new Svg(WIDTH, HEIGHT, title, subtitle);
        for (double tick : ticks) {
            double y = y(tick, bottom, top);
            svg.line("grid", LEFT, y, RIGHT, y).text("soft", "end", LEFT - 8, y + 4, plain(format.apply(tick)));
        }
        for (int size : sizes) {
            svg.text("soft", "middle", x(size), BOTTOM + 22, Integer.toString(size));
        }
        svg.text("soft", "middle", (LEFT + RIGHT) / 2, BOTTOM + 42, axis);
        double[] labels = labels(bottom, top);
        for (int i = lines.size() - 1; i >= 0; i--) {
            double[] values = lines.get(i).values;
            int[] points = IntStream.range(0, sizes.length)
                    .filter(point -> !Double.isNaN(values[point]))
                    .toArray();
            double[] x =
                    Arrays.stream(points).mapToDouble(point -> x(sizes[point])).toArray();
            double[] y = Arrays.stream(points)
                    .mapToDouble(point -> y(values[point], bottom, top))
                    .toArray();
            Look look = lines.get(i).look;
            svg.polyline(look.line(), x, y);
            for (int point = 0; point < x.length; point++) {
                svg.dot(look.fill(), x[point], y[point]);
            }
            svg.text(look.fill(), "start", RIGHT + 12, labels[i] + 4, lines.get(i).name);
        }
        return svg.toString();
    }

    /** Returns where the names stand: where their lines end, moved apart where they would cover each other. */
    private double[] labels(double bottom, double top) {
        double[] places = lines.stream()
                .mapToDouble(line -> y(last(line.values), bottom, top))
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

    private static double last(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).reduce(1, (before, value) -> value);
    }

    /** Returns round values, of which the first and the last enclose the range. */
    private static List<Double> ticks(double low, double high) {
        double[] steps = {1, 2, 5};
        if (high / low > 100) {
            steps = new double[] {1};
        } else if (high / low < 2) {
            steps = new double[] {1, 1.1, 1.2, 1.3, 1.4, 1.5, 2, 2.5, 3, 4, 5, 6, 8};
        }
        List<Double> ticks = new ArrayList<>();
        for (int power = -6; power < 12; power++) {
            for (double step : steps) {
                ticks.add(step * Math.pow(10, power));
            }
        }
        int first = (int) ticks.stream().filter(tick -> tick <= low).count() - 1;
        int end = Math.max(
                first + 2, (int) ticks.stream().filter(tick -> tick < high).count() + 1);
        return ticks.subList(first, end);
    }

    /** Returns a figure without zeros that say nothing. */
    private static String plain(String figure) {
        return figure.replaceFirst("(\\.\\d*?)0+(?=\\D|$)", "$1").replaceFirst("\\.(?=\\D|$)", "");
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
