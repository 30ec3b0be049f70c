package io.ringmaster.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Horizontal bars from zero, each with its name and its figure; ours in colour. */
final class BarChart {

    private static final int WIDTH = 820;
    private static final int ROW = 32;
    private static final double LEFT = 280;
    private static final double RIGHT = WIDTH - 100;
    private static final double TOP = 64;

    private record Bar(String name, double value, boolean own) {}

    private final String title;
    private final String subtitle;
    private final DoubleFunction<String> format;
    private final List<Bar> bars = new ArrayList<>();

    BarChart(String title, String subtitle, DoubleFunction<String> format) {
        this.title = title;
        this.subtitle = subtitle;
        this.format = format;
    }

    BarChart bar(String name, double value, boolean own) {
        bars.add(new Bar(name, value, own));
        return this;
    }

    @Override
    public String toString() {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        Svg svg = new Svg(WIDTH, (int) TOP + ROW * bars.size() + 16, title, subtitle);
        double y = TOP;
        for (Bar bar : bars) {
            double length = (RIGHT - LEFT) * bar.value / longest;
            svg.text("", "end", LEFT - 10, y + 19, bar.name)
                    .rect(bar.own ? "f0" : "bar", LEFT, y + 4, length, ROW - 10)
                    .text("", "start", LEFT + length + 8, y + 19, format.apply(bar.value));
            y += ROW;
        }
        return svg.toString();
    }
}
