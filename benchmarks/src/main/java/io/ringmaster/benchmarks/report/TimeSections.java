package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_16;
import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_18;
import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_20;

import io.ringmaster.benchmarks.Measurement;
import io.ringmaster.benchmarks.rivals.Rival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** What the clock says. */
final class TimeSections {

    /** A benchmark, or one of its parameters, with its name and its look in a report. */
    private record Row(String benchmark, String title, Look look) {}

    private static final List<Row> CHAINS = List.of(
            new Row("RINGMASTER_KEY", "Ringmaster, with a key", Look.OWN),
            new Row("RINGMASTER_KEY_BOUNDED", "Ringmaster, with a key and a bound", Look.OWN),
            new Row("RINGMASTER_NO_KEY", "Ringmaster, without a key", Look.OWN),
            new Row("ROUND_ROBIN", "Spring round robin", Look.FIRST),
            new Row("RANDOM", "Spring random", Look.FIRST),
            new Row("STICKY", "Spring sticky session", Look.FIRST),
            new Row("ROUND_ROBIN_CACHED", "Spring round robin and cache", Look.FIRST));

    private static final List<Row> KEYS = List.of(
            new Row("KeyBenchmark.ringmaster", "Ringmaster: XXH3, 2^16 slots", Look.OWN),
            new Row("KeyBenchmark.treeMap", "MD5, TreeMap of 160 points", Look.FIRST),
            new Row("KeyBenchmark.maglev", "our XXH3, Maglev", Look.SECOND),
            new Row("KeyBenchmark.guava", "Murmur3, Guava consistentHash", Look.THIRD));

    private static final List<Row> CHANGES = List.of(
            new Row("ChangeBenchmark.add", "add", Look.OWN),
            new Row("ChangeBenchmark.remove", "remove", Look.FIRST),
            new Row("ChangeBenchmark.weight", "weight 1 → 2", Look.SECOND));

    private static final List<Rival> BUILT = List.of(SLOTS_16, Rival.TREE_MAP, Rival.MAGLEV);

    private final Measurements times;
    private final int[] sizes;
    private final Plots plots;

    TimeSections(Measurements times, Plots plots) {
        this.times = times;
        this.sizes = times.sizes();
        this.plots = plots;
    }

    /** From a hash to the owner. */
    String picks() {
        MarkdownTable table = table("hash → owner");
        LineChart chart = new LineChart(
                "One pick, hash given", "CPU time, best iteration; lower is better", sizes, Figures::nanos);
        for (Rival rival : Rival.values()) {
            IntFunction<Measurement> pick = size -> times.get("PickBenchmark.throughput", rival, size);
            row(
                    table,
                    rival.title() + allocated(pick.apply(50)),
                    size -> pick.apply(size).cpu());
            chart.line(rival, values(size -> pick.apply(size).cpu()));
        }
        row(
                table,
                "Ringmaster, the next after the owner",
                size -> times.get("NextBenchmark.next", size).cpu());
        MarkdownTable waits =
                new MarkdownTable("n = 50", "when the next pick waits for it", "after 4 MB of other work");
        for (Rival rival : Rival.values()) {
            boolean cold = rival != SLOTS_20 && rival != Rival.GUAVA;
            waits.row(
                    rival.title(),
                    Figures.nanos(times.get("PickBenchmark.latency", rival, 50).cpu()),
                    cold ? Figures.nanos(times.coldPick(rival)) : "not measured");
        }
        return table + "\n" + waits + "\n" + plots.add("pick", chart.toString(), "time of a pick");
    }

    /** From a key to the owner. */
    String keys() {
        MarkdownTable table = table("24 characters → owner");
        LineChart chart = new LineChart(
                "From a key of 24 characters to its owner",
                "CPU time, best iteration; lower is better",
                sizes,
                Figures::nanos);
        for (Row row : KEYS) {
            IntToDoubleFunction pick = size -> times.get(row.benchmark, size).cpu();
            row(table, row.title + allocated(times.get(row.benchmark, 50)), pick);
            chart.line(row.title, row.look, values(pick));
        }
        return table + "\nOf that, our hash of the String takes "
                + Figures.nanos(times.get("KeyBenchmark.hash", Map.of()).cpu())
                + "; hash4j's XXH3 over the same 24 bytes, when they are a `byte[]` already, takes "
                + Figures.nanos(times.get("KeyBenchmark.hashOfBytes", Map.of()).cpu()) + ".\n\n"
                + plots.add("key", chart.toString(), "time from a key to its owner");
    }

    /** The whole supplier chain. */
    String chains() {
        MarkdownTable table =
                new MarkdownTable("one choice among 50 instances", "CPU", "against round robin", "allocated");
        BarChart chart = new BarChart(
                "One choice by Spring Cloud LoadBalancer",
                "50 instances, CPU time, best iteration; lower is better",
                Figures::nanos);
        double roundRobin = times.get("ChainBenchmark.choose", Map.of("chain", "ROUND_ROBIN"))
                .cpu();
        for (Row row : CHAINS) {
            Measurement one = times.get("ChainBenchmark.choose", Map.of("chain", row.benchmark));
            table.row(
                    row.title,
                    Figures.nanos(one.cpu()),
                    Figures.times(one.cpu() / roundRobin),
                    Figures.bytes(one.bytes()));
            chart.bar(row.title, one.cpu(), row.look == Look.OWN);
        }
        double counted = times.get("ChainBenchmark.followed", Map.of("chain", "RINGMASTER_KEY"))
                .cpu();
        return table
                + "\nOurs without a key takes the less busy of two. To follow the call to its end, which Spring's do not, "
                + "takes ours " + Figures.nanos(counted) + " with a key, the choice included.\n\n"
                + plots.add("chain", chart.toString(), "time of a choice by each chain");
    }

    /** Builds and changes. */
    String builds() {
        MarkdownTable table = table("build");
        LineChart chart =
                new LineChart("A build from nothing", "equal weights, CPU time, best iteration", sizes, Figures::nanos);
        for (Rival rival : BUILT) {
            IntToDoubleFunction build =
                    size -> times.build(rival, size, "equal").cpu();
            row(table, rival.title(), build);
            chart.line(rival, values(build));
        }
        row(
                table,
                SLOTS_16.title() + ", weights 1/2/5",
                size -> times.build(SLOTS_16, size, "mixed").cpu());
        MarkdownTable changes = table("change of one member, 2^16 slots");
        LineChart changing = new LineChart(
                "A change of one member", "2^16 slots, equal weights, CPU time, best iteration", sizes, Figures::nanos);
        for (Row row : CHANGES) {
            IntToDoubleFunction change =
                    size -> times.get(row.benchmark, SLOTS_16, size).cpu();
            row(changes, row.title, change);
            changing.line(row.title, row.look, values(change));
        }
        changing.line(
                "build from nothing",
                Look.THIRD,
                values(size -> times.build(SLOTS_16, size, "equal").cpu()));
        MarkdownTable larger =
                new MarkdownTable("n = 50", "build, equal", "build, mixed", "add", "remove", "weight 1 → 2");
        for (Rival rival : List.of(SLOTS_16, SLOTS_18, SLOTS_20)) {
            List<String> cells = new ArrayList<>(List.of(
                    rival.title(),
                    Figures.nanos(times.build(rival, 50, "equal").cpu()),
                    Figures.nanos(times.build(rival, 50, "mixed").cpu())));
            CHANGES.forEach(row ->
                    cells.add(Figures.nanos(times.get(row.benchmark, rival, 50).cpu())));
            larger.row(cells);
        }
        return table + "\n" + plots.add("build", chart.toString(), "time of a build") + "\n" + changes + "\n" + larger
                + "\n" + plots.add("change", changing.toString(), "time of a change");
    }

    /** Everything, as measured. */
    String all() {
        MarkdownTable table =
                new MarkdownTable("benchmark", "parameters", "CPU, best", "CPU, median", "wall", "± 99.9 %", "B/op");
        for (Measurement one : times.all()) {
            table.row(
                    one.benchmark(),
                    String.join(" ", one.parameters().values()),
                    Figures.nanos(one.cpu()),
                    Figures.nanos(one.cpuMedian()),
                    Figures.nanos(one.wall()),
                    Figures.nanos(one.wallError()),
                    Figures.three(one.bytes()));
        }
        return table.toString();
    }

    private MarkdownTable table(String first) {
        List<String> head = new ArrayList<>(List.of(first));
        Arrays.stream(sizes).forEach(size -> head.add("n = " + size));
        return new MarkdownTable(head.toArray(String[]::new));
    }

    private void row(MarkdownTable table, String name, IntToDoubleFunction value) {
        List<String> cells = new ArrayList<>(List.of(name));
        Arrays.stream(values(value)).forEach(nanos -> cells.add(Figures.nanos(nanos)));
        table.row(cells);
    }

    private double[] values(IntToDoubleFunction value) {
        return Arrays.stream(sizes).mapToDouble(value).toArray();
    }

    private static String allocated(Measurement one) {
        long bytes = Math.round(one.bytes());
        return bytes == 0 ? "" : " (" + bytes + " B)";
    }
}
