package io.ringmaster.benchmarks.report;

import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_16;
import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_18;
import static io.ringmaster.benchmarks.rivals.Rival.SLOTS_20;
import static io.ringmaster.benchmarks.rivals.Rival.TREE_MAP;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.simulation.Agreement;
import io.ringmaster.benchmarks.simulation.BoundedLoad;
import io.ringmaster.benchmarks.simulation.Movement;
import io.ringmaster.benchmarks.simulation.Simulation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The goals that the ring was built for, and whether they are met. */
final class Targets {

    private static final int[] BALANCED_SIZES = {10, 50, 200};

    private final Measurements times;
    private final Simulation simulation;
    private final MarkdownTable table = new MarkdownTable("what", "goal", "measured", "met");
    private int missed;
    private int count;

    Targets(Measurements times, Simulation simulation) {
        this.times = times;
        this.simulation = simulation;
        quality();
        balance();
        picks();
        builds();
        bound();
    }

    /** Returns how many goals are not met. */
    int missed() {
        return missed;
    }

    /** Returns how many goals there are. */
    int count() {
        return count;
    }

    @Override
    public String toString() {
        return table.toString();
    }

    private void quality() {
        Agreement agreement = simulation.agreement(50);
        long disagree = agreement.byOrder() + agreement.byHistory();
        atMost(
                "keys of 1,000,000 on which clients with the same members disagree, n = 50",
                0,
                disagree,
                Figures::count);
        atMost(
                "keys that moved for nothing: add, remove, weight change, every n",
                0,
                Arrays.stream(Report.SIZES)
                        .mapToLong(size -> Arrays.stream(Movement.Change.values())
                                .mapToLong(change -> simulation
                                        .movement(SLOTS_16, size, change)
                                        .extra())
                                .sum())
                        .sum(),
                Figures::count);
        double agreeing = Arrays.stream(Report.SIZES)
                .mapToDouble(size -> Math.min(
                        simulation.failover(SLOTS_16, size, 1), simulation.failover(SLOTS_16, size, size / 2 + 1)))
                .min()
                .orElse(0);
        atLeast(
                "keys that fail over to who owns them later, one or half of n gone, every n",
                1,
                agreeing,
                Figures::percent);
    }

    private void balance() {
        peaks(SLOTS_16, 1.02, 1.05, 1.12);
        peaks(SLOTS_18, 1.01, 1.025, 1.06);
        peaks(SLOTS_20, 1.005, 1.0125, 1.03);
        for (int size : BALANCED_SIZES) {
            atMost(
                    "coefficient of variation, 2^16 slots, n = " + size,
                    1.1 * Math.sqrt(size / 2.0 / (1 << 16)),
                    simulation.balance(SLOTS_16, size, false).deviation(),
                    value -> String.format(Locale.ROOT, "%.4f", value));
        }
        atMost("error of shares, weights 1/2/5, 2^16 slots, n = 50", 0.025, weighted(SLOTS_16), Figures::percent);
        atMost("error of shares, weights 1/2/5, 2^18 slots, n = 50", 0.013, weighted(SLOTS_18), Figures::percent);
    }

    private double weighted(Rival rival) {
        return simulation.balance(rival, 50, true).deviation();
    }

    private void peaks(Rival rival, double... goals) {
        for (int i = 0; i < goals.length; i++) {
            int size = BALANCED_SIZES[i];
            atMost(
                    "peak / average, " + rival.title().substring("Ringmaster, ".length()) + ", n = " + size,
                    goals[i],
                    simulation.balance(rival, size, false).peak(),
                    value -> String.format(Locale.ROOT, "%.4f", value));
        }
    }

    private void picks() {
        double[] picks = Arrays.stream(times.sizes())
                .mapToDouble(size ->
                        times.get("PickBenchmark.throughput", SLOTS_16, size).cpu())
                .toArray();
        atMost(
                "pick, hash given, throughput, n = 50",
                1,
                times.get("PickBenchmark.throughput", SLOTS_16, 50).cpu(),
                Figures::nanos);
        atMost(
                "pick, hash given, latency, n = 50",
                6,
                times.get("PickBenchmark.latency", SLOTS_16, 50).cpu(),
                Figures::nanos);
        atMost(
                "pick, slowest n / fastest n",
                1.2,
                DoubleStream.of(picks).max().orElse(0)
                        / DoubleStream.of(picks).min().orElse(1),
                Figures::times);
        double keyed = times.get("KeyBenchmark.ringmaster", 50).cpu();
        atMost(
                "pick from a 24-character key, n = 50",
                20,
                keyed,
                nanos -> String.format(Locale.ROOT, "%.2f ns", nanos));
        atMost(
                "allocated by it",
                0,
                Math.rint(times.get("KeyBenchmark.ringmaster", 50).bytes()),
                Figures::bytes);
        atMost(
                "it / XXH3 over 24 bytes that are there already",
                3.2,
                keyed / times.get("KeyBenchmark.hashOfBytes", Map.of()).cpu(),
                Figures::times);
        atLeast(
                "MD5 and TreeMap / it",
                12,
                times.get("KeyBenchmark.treeMap", 50).cpu() / keyed,
                Figures::times);
        atLeast(
                "cold pick: TreeMap / ours, n = 50",
                20,
                times.coldPick(TREE_MAP) / times.coldPick(SLOTS_16),
                Figures::times);
    }

    /** Returns what would be measured if all but what nobody can leave out cost nothing. */
    String bounds() {
        double copy = times.get("KeyBenchmark.hashOfCopy", Map.of()).cpu();
        MarkdownTable bounds = new MarkdownTable("goal", "the least work there is", "it would give");
        bounds.row(
                "it / XXH3 over 24 bytes, ≤ 3.20×",
                "copy the String unchecked, hash it, pick for nothing",
                Figures.times(
                        copy / times.get("KeyBenchmark.hashOfBytes", Map.of()).cpu()));
        bounds.row(
                "MD5 and TreeMap / it, ≥ 12.0×",
                "the same",
                Figures.times(times.get("KeyBenchmark.treeMap", 50).cpu() / copy));
        bounds.row(
                "cold pick: TreeMap / ours, ≥ 20.0×",
                "one look into a table",
                Figures.times(times.coldPick(TREE_MAP) / times.coldLook()));
        return bounds.toString();
    }

    private void builds() {
        double slowest = IntStream.of(times.sizes())
                .mapToDouble(size -> Math.max(
                        times.build(SLOTS_16, size, "equal").cpu(),
                        times.build(SLOTS_16, size, "mixed").cpu()))
                .max()
                .orElse(0);
        atMost("full build, slowest n, equal or mixed weights", 5e6, slowest, Figures::nanos);
        atMost(
                "full build, n = 1000 / n = 10",
                2,
                times.build(SLOTS_16, 1000, "equal").cpu()
                        / times.build(SLOTS_16, 10, "equal").cpu(),
                Figures::times);
        atMost(
                "add one, n = 50",
                0.2e6,
                times.get("ChangeBenchmark.add", SLOTS_16, 50).cpu(),
                Figures::nanos);
        atMost(
                "remove one, n = 50",
                0.6e6,
                times.get("ChangeBenchmark.remove", SLOTS_16, 50).cpu(),
                Figures::nanos);
        atMost(
                "memory, largest n",
                210_000,
                Arrays.stream(Report.SIZES)
                        .mapToDouble(size -> simulation.heapSize(SLOTS_16, size))
                        .max()
                        .orElse(0),
                Figures::bytes);
    }

    private void bound() {
        BoundedLoad load = simulation.bounded(50, false, 20, 0);
        atMost("bounded load, n = 50, Zipf: calls given to a member without room", 0, load.above(), Figures::count);
        atMost("the same: members looked at for a call", 1.4, load.tried(), Figures::three);
        atMost(
                "the same with a floor of 16: calls sent away below it",
                0,
                simulation.bounded(50, false, 20, 16).awayBelowFloor(),
                Figures::count);
    }

    private void atMost(String what, double goal, double measured, DoubleFunction<String> format) {
        row(what, (goal == 0 ? "" : "≤ ") + format.apply(goal), format.apply(measured), measured <= goal);
    }

    private void atLeast(String what, double goal, double measured, DoubleFunction<String> format) {
        row(what, (goal == 1 ? "" : "≥ ") + format.apply(goal), format.apply(measured), measured >= goal);
    }

    private void row(String what, String goal, String measured, boolean met) {
        count++;
        missed += met ? 0 : 1;
        table.row(what, goal, measured, met ? "met" : "**not met**");
    }
}
