package io.ringmaster.sample.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The jars that are started: copies, so that a build that replaces the originals does not pull them from under running
 * processes. The folder of the copies carries the id of this process; what a process that was killed has left is deleted by
 * the next one. Of one thread at a time.
 */
final class Jars implements AutoCloseable {

    private static final String PREFIX = "ringmaster-jars-";

    private final Path home;
    private final Path copies;

    /**
     * @param home the root of the repository
     * @param temporary where the folder of the copies is made
     */
    Jars(Path home, Path temporary) throws IOException {
        this.home = home;
        deleteLeftovers(temporary);
        this.copies = Files.createTempDirectory(
                temporary, PREFIX + ProcessHandle.current().pid() + "-");
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
    public void close() throws IOException {
        delete(copies);
    }

    private static void deleteLeftovers(Path temporary) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                String pid = folder.getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .replaceFirst("-.*", "");
                if (pid.matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()
                        && Files.isWritable(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
