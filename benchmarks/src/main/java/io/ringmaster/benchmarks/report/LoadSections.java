package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.report.LoadFigures.BARE;
import static io.ringmaster.benchmarks.report.LoadFigures.EUREKA;
import static io.ringmaster.benchmarks.report.LoadFigures.OURS;

import io.ringmaster.benchmarks.load.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The tables and pictures of the page about load. */
final class LoadSections {

    private final LoadFigures figures;
    private final Plots plots;

    LoadSections(LoadFigures figures, Plots plots) {
        this.figures = figures;
        this.plots = plots;
    }

    String requests() {
        String beats = "cpu-seconds-per-1000-beats";
        String registrations = "cpu-seconds-per-1000-registrations";
        return table(
                        "CPU of the server, for 1,000",
                        beats,
                        "instances",
                        LoadSections::millis,
                        new Row("Ringmaster, beats", OURS, beats),
                        new Row("Eureka, beats", EUREKA, beats),
                        new Row("bare server, beats", BARE, beats),
                        new Row("Ringmaster, registrations", OURS, registrations),
                        new Row("Eureka, registrations", EUREKA, registrations),
                        new Row("bare server, registrations", BARE, registrations),
                        new Row("Ringmaster, beats at full speed", OURS, "full-speed-" + beats),
                        new Row("Eureka, beats at full speed", EUREKA, "full-speed-" + beats),
                        new Row("bare server, beats at full speed", BARE, "full-speed-" + beats),
                        new Row("Ringmaster, registrations at full speed", OURS, "full-speed-" + registrations),
                        new Row("Eureka, registrations at full speed", EUREKA, "full-speed-" + registrations),
                        new Row("bare server, registrations at full speed", BARE, "full-speed-" + registrations))
                + "\n"
                + chart(
                        "load-requests",
                        "CPU of the server for 1,000 requests",
                        "500 a second; lower is better",
                        beats,
                        "instances listed",
                        LoadSections::millis,
                        new Row("Ringmaster, beats", OURS, beats),
                        new Row("Ringmaster, registrations", OURS, registrations),
                        new Row("Eureka, beats", EUREKA, beats),
                        new Row("Eureka, registrations", EUREKA, registrations));
    }

    String watchers() {
        String p99 = "watchers-p99-millis";
        return table(
                        "from the change until a watcher has heard of it",
                        p99,
                        "watchers",
                        LoadSections::ofMillis,
                        new Row("Ringmaster, p50", OURS, "watchers-p50-millis"),
                        new Row("Ringmaster, p99", OURS, p99),
                        new Row("Ringmaster, last", OURS, "watchers-max-millis"),
                        new Row("Eureka, p50", EUREKA, "watchers-p50-millis"),
                        new Row("Eureka, p99", EUREKA, p99),
                        new Row("Eureka, last", EUREKA, "watchers-max-millis"))
                + "\n"
                + table(
                        "CPU of the server for a change",
                        p99,
                        "watchers",
                        value -> millis(value),
                        new Row("Ringmaster", OURS, "watchers-cpu-seconds-per-change"),
                        new Row("Eureka, the polls meanwhile included", EUREKA, "watchers-cpu-seconds-per-change"))
                + "\n"
                + chart(
                        "load-watchers",
                        "From a change until the watchers have heard of it",
                        "p99 of all watchers and changes; lower is better",
                        p99,
                        "watchers",
                        LoadSections::ofMillis,
                        new Row("Ringmaster", OURS, p99),
                        new Row("Eureka, asked every second", EUREKA, p99));
    }

    String bytes() {
        String what = "few-watchers-bytes-per-hearing";
        return table(
                "bytes on the wire for a change and a watcher",
                what,
                "instances",
                Figures::bytes,
                new Row("Ringmaster", OURS, what),
                new Row("Eureka, the polls meanwhile included", EUREKA, what));
    }

    String memory() {
        String instance = "heap-bytes-per-instance";
        String idle = "watchers-heap-bytes-per-watcher";
        return table(
                        "heap for an instance",
                        instance,
                        "instances",
                        Figures::bytes,
                        new Row("Ringmaster", OURS, instance),
                        new Row("Eureka", EUREKA, instance))
                + "\n"
                + table(
                        "for an idle watcher",
                        idle,
                        "watchers",
                        Figures::bytes,
                        new Row("Ringmaster, heap", OURS, idle),
                        new Row("Ringmaster, native", OURS, "watchers-native-bytes-per-watcher"),
                        new Row("Eureka, heap (it has connections only)", EUREKA, idle),
                        new Row("Eureka, native", EUREKA, "watchers-native-bytes-per-watcher"))
                + "\n"
                + table(
                        "CPU seconds of the server in a second without changes",
                        idle,
                        "watchers",
                        LoadSections::three,
                        new Row("Ringmaster", OURS, "watchers-idle-cpu-seconds-per-second"),
                        new Row("Eureka", EUREKA, "watchers-idle-cpu-seconds-per-second"));
    }

    String fullHouse() {
        String p99 = "full-house-p99-millis";
        return table(
                "among the most instances",
                p99,
                "watchers",
                LoadSections::three,
                new Row("change → watcher, p50, ms", OURS, "full-house-p50-millis"),
                new Row("change → watcher, p99, ms", OURS, p99),
                new Row("heap after a collection, bytes", OURS, "full-house-live-heap-bytes"),
                new Row("changes not heard of within 20 s", OURS, "full-house-lost"));
    }

    String lists() {
        return table(
                        "until the whole list is there",
                        "list-millis",
                        "instances",
                        LoadSections::ofMillis,
                        new Row("Ringmaster", OURS, "list-millis"),
                        new Row("Eureka", EUREKA, "list-millis"))
                + "\n"
                + table(
                        "CPU of the server for it",
                        "list-millis",
                        "instances",
                        LoadSections::millis,
                        new Row("Ringmaster", OURS, "list-cpu-seconds"),
                        new Row("Eureka", EUREKA, "list-cpu-seconds"))
                + "\n"
                + table(
                        "bytes on the wire",
                        "list-millis",
                        "instances",
                        Figures::bytes,
                        new Row("Ringmaster", OURS, "list-bytes"),
                        new Row("Eureka, compressed", EUREKA, "list-bytes"));
    }

    String starts() {
        MarkdownTable table = new MarkdownTable("start", "CPU until ready", "time", "resident when idle");
        start(table, "Ringmaster, the jar", OURS, "start");
        start(table, "Ringmaster, unpacked and with an AOT cache", OURS, "cached-start");
        start(table, "Eureka, the jar", EUREKA, "start");
        start(table, "Eureka, unpacked and cached in the same way", EUREKA, "cached-start");
        return table.toString();
    }

    /** What the starter adds to an application. */
    String starter() {
        MarkdownTable table = new MarkdownTable(
                "application", "CPU until ready", "time", "resident", "live heap", "CPU in 10 s without a call");
        for (String name : List.of("application", "application-with-starter")) {
            double cpu = figures.get(name, "start-cpu-seconds", 0);
            if (!Double.isNaN(cpu)) {
                table.row(
                        name.replace('-', ' '),
                        Figures.three(cpu) + " s",
                        Figures.three(figures.get(name, "start-seconds", 0)) + " s",
                        Figures.bytes(figures.get(name, "idle-resident-bytes", 0)),
                        Figures.bytes(figures.get(name, "live-heap-bytes", 0)),
                        Figures.three(figures.get(name, "idle-cpu-seconds", 0)) + " s");
            }
        }
        return table.toString();
    }

    private void start(MarkdownTable table, String name, String registry, String what) {
        double cpu = figures.get(registry, what + "-cpu-seconds", 0);
        if (!Double.isNaN(cpu)) {
            table.row(
                    name,
                    Figures.three(cpu) + " s",
                    Figures.three(figures.get(registry, what + "-seconds", 0)) + " s",
                    Figures.bytes(figures.get(registry, what + "-idle-resident-bytes", 0)));
        }
    }

    /** Everything, as measured. */
    String all() {
        MarkdownTable table = new MarkdownTable("registry", "what", "at", "value");
        for (Figure figure : figures.all()) {
            table.row(figure.registry(), figure.what(), Figures.count(figure.at()), three(figure.value()));
        }
        return table.toString();
    }

    /** A line of a table or a picture. */
    private record Row(String name, String registry, String what) {}

    private String table(String first, String sizesOf, String counted, DoubleFunction<String> format, Row... rows) {
        int[] sizes = figures.sizes(sizesOf);
        List<String> head = new ArrayList<>(List.of(first));
        Arrays.stream(sizes).forEach(size -> head.add(Figures.count(size) + " " + counted));
        MarkdownTable table = new MarkdownTable(head.toArray(String[]::new));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.name));
            for (double value : values(row, sizes)) {
                cells.add(Double.isNaN(value) ? "not measured" : format.apply(value));
            }
            table.row(cells);
        }
        return table.toString();
    }

    private String chart(
            String name,
            String title,
            String subtitle,
            String sizesOf,
            String axis,
            DoubleFunction<String> format,
            Row... rows) {
        int[] sizes = figures.sizes(sizesOf);
        if (sizes.length < 2) {
            return "";
        }
        LineChart chart = new LineChart(title, subtitle, sizes, axis, format);
        for (Row row : rows) {
            boolean first = Arrays.stream(rows)
                            .filter(other -> other.registry.equals(row.registry))
                            .findFirst()
                            .orElse(row)
                    == row;
            chart.line(row.name, look(row.registry, first), values(row, sizes));
        }
        return plots.add(name, chart.toString(), title.toLowerCase(Locale.ROOT));
    }

    private static Look look(String registry, boolean first) {
        if (registry.equals(OURS)) {
            return first ? Look.OWN : Look.OWN_DASHED;
        }
        return first ? Look.FIRST : Look.SECOND;
    }

    private double[] values(Row row, int[] sizes) {
        return Arrays.stream(sizes)
                .mapToDouble(size -> figures.get(row.registry, row.what, size))
                .toArray();
    }

    private static String millis(double seconds) {
        return Figures.nanos(seconds * 1e9);
    }

    private static String ofMillis(double millis) {
        return Figures.nanos(millis * 1e6);
    }

    private static String three(double value) {
        return value >= 1_000 ? Figures.count(value) : Figures.three(value);
    }
}
