package io.ringmaster.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pictures, each in a file of its own. */
final class Plots {

    private final Path folder;

    Plots(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes a picture and returns the Markdown that shows it. */
    String add(String name, String svg, String description) {
        try {
            Files.writeString(folder.resolve(name + ".svg"), svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "![" + description + "](" + folder.getFileName() + "/" + name + ".svg)\n";
    }
}
