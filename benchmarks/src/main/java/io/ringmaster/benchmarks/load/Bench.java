package io.ringmaster.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all scenarios of one kind of registry work with.
 *
 * @param wire what is said to it
 * @param jar the server
 * @param java the launcher of its JVM
 * @param work a folder for what the servers leave behind
 * @param plan how much is measured
 * @param figures where figures go
 */
record Bench(Wire wire, Path jar, Path java, Path work, Plan plan, FigureFile figures) {

    /** The same for all: a heap that has been touched, so that what grows beside it can be seen. */
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

    /** For a profile: what is recorded costs time, so such figures are no results. */
    private static final List<String> MORE_OPTIONS = System.getProperty("server.options") == null
            ? List.of()
            : List.of(System.getProperty("server.options", "").split(" ", -1));

    void add(String what, long at, double value) {
        figures.add(wire.name(), what, at, value);
    }

    /** Starts the server as all scenarios but that of the start do. */
    ServerProcess start() {
        List<String> command = new ArrayList<>(OPTIONS);
        command.addAll(MORE_OPTIONS);
        command.addAll(wire.program(jar));
        return start(command);
    }

    /** Starts the server, whose arguments are added. */
    ServerProcess start(List<String> command) {
        int port = ServerProcess.freePort();
        Path folder = folder();
        List<String> all = new ArrayList<>(command);
        all.addAll(wire.arguments(port, folder));
        return ServerProcess.start(java, all, port, wire.readyPath(), folder);
    }

    Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(work), wire.name() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
