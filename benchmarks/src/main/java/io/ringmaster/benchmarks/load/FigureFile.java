package io.ringmaster.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Where figures go: a line of JSON for each, written at once, so that a run that is cut short leaves what it has. */
final class FigureFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    /**
     * Begins a file.
     *
     * @param facts where and of what is measured
     */
    FigureFile(Path file, Map<String, String> facts) throws IOException {
        this.file = file;
        Files.writeString(file, JSON.writeValueAsString(facts) + "\n");
    }

    void add(String registry, String what, long at, double value) {
        System.out.printf(Locale.ROOT, "%-12s %-36s %8d  %.4g%n", registry, what, at, value);
        Figure figure = new Figure(registry, what, at, value);
        try {
            Files.write(file, List.of(JSON.writeValueAsString(figure)), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
