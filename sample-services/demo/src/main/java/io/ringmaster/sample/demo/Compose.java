package io.ringmaster.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The containers of {@code docker-compose.yml}, under a project of their own and at free ports, with the jars that are built.
 * They and their images are gone when it is closed.
 */
final class Compose implements AutoCloseable {

    private static final String PROJECT = "ringmaster-faults";
    private static final int MINUTES = 10;

    private final Path home;

    /**
     * @param home the root of the repository
     * @throws FaultSkipped if there is no Docker engine
     */
    Compose(Path home) throws InterruptedException {
        this.home = home;
        try {
            run("docker", "version");
        } catch (IOException none) {
            throw new FaultSkipped("'docker version' finds no Docker engine here");
        }
    }

    /** Starts everything, with that many instances of the two services that are called. */
    void up(int inventories, int pricings) throws IOException, InterruptedException {
        compose("up", "--detach", "--build", "--scale", "inventory=" + inventories, "--scale", "pricing=" + pricings);
    }

    /** Returns where a port of a service can be reached from here. */
    URI address(String service, int port) throws IOException, InterruptedException {
        return URI.create("http://" + compose("port", service, Integer.toString(port)) + "/");
    }

    /** Returns the containers of a service. */
    List<String> containers(String service) throws IOException, InterruptedException {
        return compose("ps", "--quiet", service).lines().toList();
    }

    /** Stops a container as anybody does, and returns the exit code of its process. */
    int stop(String container) throws IOException, InterruptedException {
        run("docker", "stop", container);
        return Integer.parseInt(run("docker", "inspect", "--format", "{{.State.ExitCode}}", container));
    }

    /** Starts a container again. */
    void start(String container) throws IOException, InterruptedException {
        run("docker", "start", container);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        compose("down", "--volumes", "--rmi", "local", "--timeout", "1");
    }

    private String compose(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", PROJECT));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("JARS", "target");
        for (String port : List.of("REGISTRY_PORT", "REGISTRY_2_PORT", "REGISTRY_3_PORT", "ORDERS_PORT")) {
            builder.environment().put(port, "0");
        }
        Path output = Files.createTempFile("ringmaster-compose-", ".txt");
        Process process = builder.redirectError(output.toFile()).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroy();
            throw new IOException("'" + String.join(" ", command) + "' failed; see " + output);
        }
        Files.delete(output);
        return answer;
    }
}
