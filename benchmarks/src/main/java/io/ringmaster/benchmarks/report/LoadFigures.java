package io.ringmaster.benchmarks.report;

import io.ringmaster.benchmarks.load.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the load generator wrote: a line of facts, then a line for each figure. */
final class LoadFigures {

    static final String OURS = "ringmaster";
    static final String BARE = "bare";
    static final String EUREKA = "eureka";

    private final Map<String, String> facts;
    private final List<Figure> all;

    private LoadFigures(Map<String, String> facts, List<Figure> all) {
        this.facts = facts;
        this.all = all;
    }

    static LoadFigures read(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        List<String> lines = Files.readAllLines(file);
        return new LoadFigures(
                json.readValue(lines.get(0), new TypeReference<>() {}),
                lines.stream()
                        .skip(1)
                        .map(line -> json.readValue(line, Figure.class))
                        .toList());
    }

    Map<String, String> facts() {
        return facts;
    }

    List<Figure> all() {
        return all;
    }

    /** Returns a figure, or NaN if it was not measured. */
    double get(String registry, String what, long at) {
        return all.stream()
                .filter(figure ->
                        figure.registry().equals(registry) && figure.what().equals(what) && figure.at() == at)
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Returns at how many something was measured, in rising order. */
    int[] sizes(String what) {
        return all.stream()
                .filter(figure -> figure.what().equals(what))
                .mapToInt(figure -> (int) figure.at())
                .distinct()
                .sorted()
                .toArray();
    }
}
