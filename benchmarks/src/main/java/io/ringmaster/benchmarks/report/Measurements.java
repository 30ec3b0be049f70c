package io.ringmaster.benchmarks.report;

import io.ringmaster.benchmarks.Measurement;
import io.ringmaster.benchmarks.rivals.Rival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, and where. */
final class Measurements {

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Measurement> all;

    private Measurements(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("#")) {
                String[] parts = line.substring(1).split("\t", 2);
                facts.put(parts[0], parts[1]);
            }
        }
        this.all = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(Measurement::parse)
                .toList();
    }

    static Measurements read(Path file) throws IOException {
        return new Measurements(Files.readAllLines(file));
    }

    Map<String, String> facts() {
        return facts;
    }

    List<Measurement> all() {
        return all;
    }

    /** Returns the numbers of members that were measured, in rising order. */
    int[] sizes() {
        return all.stream()
                .filter(one -> one.benchmark().equals("NextBenchmark.next"))
                .mapToInt(one -> Integer.parseInt(one.parameters().getOrDefault("size", "0")))
                .sorted()
                .toArray();
    }

    /**
     * Returns the one measurement with these parameters.
     *
     * @throws IllegalStateException if it was not measured
     */
    Measurement get(String benchmark, Map<String, String> parameters) {
        return all.stream()
                .filter(one -> one.benchmark().equals(benchmark)
                        && one.parameters().entrySet().containsAll(parameters.entrySet()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        benchmark + " " + parameters + " was not measured. Run benchmarks/run again."));
    }

    Measurement get(String benchmark, int size) {
        return get(benchmark, Map.of("size", Integer.toString(size)));
    }

    Measurement get(String benchmark, Rival rival, int size) {
        return get(benchmark, Map.of("size", Integer.toString(size), "rival", rival.name()));
    }

    Measurement build(Rival rival, int size, String weights) {
        return get(
                "BuildBenchmark.build",
                Map.of("size", Integer.toString(size), "rival", rival.name(), "weights", weights));
    }

    /** Returns how long a cold pick takes, less what the clock takes. */
    double coldPick(Rival rival) {
        return cold("ColdPickBenchmark.pick", Map.of("rival", rival.name()));
    }

    /** Returns how long a cold look into a table takes, less what the clock takes. */
    double coldLook() {
        return cold("ColdPickBenchmark.table", Map.of());
    }

    private double cold(String benchmark, Map<String, String> parameters) {
        double clock = get("ColdPickBenchmark.nothing", Map.of()).wall();
        return Math.max(1, get(benchmark, parameters).wall() - clock);
    }
}
