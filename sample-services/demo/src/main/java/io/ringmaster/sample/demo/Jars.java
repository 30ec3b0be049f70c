package io.ringmaster.sample.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that are started: copies, so that a build that replaces the originals does not pull them from under running
 * processes. Of one thread at a time.
 */
final class Jars implements AutoCloseable {

    private final Path home;
    private final Path copies;

    /**
     * @param home the root of the repository
     */
    Jars(Path home) throws IOException {
        this.home = home;
        this.copies = Files.createTempDirectory("ringmaster-jars-");
    }

    /**
     * Returns the jar of the registry or of a sample.
     *
     * @throws IOException if it has not been built
     */
    Path of(String service) throws IOException {
        Path original = service.equals("registry")
                ? home.resolve("registry-server/target/registry-server.jar")
                : home.resolve("sample-services/" + service + "/target/" + service + ".jar");
        if (!Files.isRegularFile(original)) {
            throw new IOException(original + " is missing. Build it first: mvn -DskipTests package");
        }
        Path copy = copies.resolve(service + ".jar");
        return Files.exists(copy) ? copy : Files.copy(original, copy);
    }

    /** Deletes the copies. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.list(copies)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
            Files.delete(copies);
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
    }
}
