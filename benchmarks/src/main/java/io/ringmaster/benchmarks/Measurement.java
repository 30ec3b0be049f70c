package io.ringmaster.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one benchmark with one set of parameters took, in nanoseconds for each operation.
 *
 * @param benchmark class and method, such as {@code PickBenchmark.latency}
 * @param parameters their values by name
 * @param cpu CPU time of the thread in the best iteration
 * @param cpuMedian the same in the middle one
 * @param wall the average by the wall clock; for sampled times the median
 * @param wallError half the width of the 99.9 % confidence interval of the average
 * @param bytes what was allocated
 */
public record Measurement(
        String benchmark,
        Map<String, String> parameters,
        double cpu,
        double cpuMedian,
        double wall,
        double wallError,
        double bytes) {

    /** Returns it as one line of a file. */
    String toLine() {
        String values = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";"));
        return String.join(
                "\t",
                benchmark,
                values,
                Double.toString(cpu),
                Double.toString(cpuMedian),
                Double.toString(wall),
                Double.toString(wallError),
                Double.toString(bytes));
    }

    /** Reads what {@link #toLine} wrote. */
    public static Measurement parse(String line) {
        String[] parts = line.split("\t", -1);
        Map<String, String> parameters = new TreeMap<>();
        for (String entry : parts[1].isEmpty() ? new String[0] : parts[1].split(";", -1)) {
            String[] pair = entry.split("=", 2);
            parameters.put(pair[0], pair[1]);
        }
        return new Measurement(
                parts[0],
                parameters,
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]));
    }
}
