package io.ringmaster.server;

import io.ringmaster.server.cluster.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged registry as a process of its own, on a free port that it keeps when it is started again. It is started as the
 * image starts it, unpacked by its own tool, which takes three quarters of the time; {@link #startedIn} starts the jar itself.
 */
public final class RegistryProcess implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path JAR = Path.of("target", "registry-server.jar");
    private static final Path LOG = Path.of("target", "it-registry.log");
    private static final Duration START = Duration.ofSeconds(120);

    /** For processes that live for seconds: the other compiler and the other collector cost more than they give. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = FreePorts.one();
    private final Path jar;
    private final @Nullable String token;
    private final List<String> jvmOptions;
    private final List<String> arguments;
    private @Nullable Process process;

    private RegistryProcess(Path jar, @Nullable String token, List<String> jvmOptions, List<String> arguments) {
        this.jar = jar;
        this.token = token;
        this.jvmOptions = jvmOptions;
        this.arguments = arguments;
    }

    /**
     * Starts a registry that keeps nothing on disk, so that what one test leaves is not what the next one finds. Returns when
     * it is ready.
     *
     * @param token what it shall ask for, or null for nothing
     */
    public static RegistryProcess started(@Nullable String token) {
        return started(token, List.of("--ringmaster.server.journal.enabled=false"));
    }

    /** Starts a registry that everybody may read, and that asks for the token when something shall be changed. */
    public static RegistryProcess readable(String token) {
        return started(
                token, List.of("--ringmaster.server.journal.enabled=false", "--ringmaster.server.anonymous-read=true"));
    }

    /** Starts a registry from its jar, that keeps its journal in a folder, and returns when it is ready. */
    public static RegistryProcess startedIn(Path directory) {
        RegistryProcess registry = new RegistryProcess(
                JAR, null, List.of(), List.of("--ringmaster.server.journal.directory=" + directory));
        registry.start();
        return registry;
    }

    /** Returns a registry with these settings that does not run yet. */
    public static RegistryProcess of(List<String> jvmOptions, List<String> arguments) {
        return new RegistryProcess(UnpackedJar.PATH, null, jvmOptions, arguments);
    }

    private static RegistryProcess started(@Nullable String token, List<String> arguments) {
        RegistryProcess registry = new RegistryProcess(UnpackedJar.PATH, token, List.of(), arguments);
        registry.start();
        return registry;
    }

    public void start() {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(SHORT_LIVED);
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-jar",
                jar.toAbsolutePath().toString(),
                "--server.port=" + port,
                "--ringmaster.server.settling-time=3s"));
        command.addAll(arguments);
        if (token != null) {
            command.add("--server.address=127.0.0.1");
            command.add("--ringmaster.server.token=" + token);
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the registry is ready, see " + LOG)
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .failFast("the registry ended at its start, see " + LOG, () -> !process.isAlive())
                .until(() -> send("GET", "/actuator/health/readiness", null).statusCode() == 200);
    }

    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it with SIGKILL, which it cannot notice, and waits for its end. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Returns where it listens. */
    public int port() {
        return port;
    }

    /** Returns the address of the page. */
    public String page() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Sends a request to an instance's resource and expects it to be done. */
    public void call(String method, String service, String instanceAndMore, @Nullable String json) {
        HttpResponse<String> answer = send(method, "/v1/services/" + service + "/instances/" + instanceAndMore, json);
        Assertions.assertThat(answer.statusCode())
                .as("%s %s: %s", method, instanceAndMore, answer.body())
                .isBetween(200, 299);
    }

    /**
     * @throws UncheckedIOException if nobody answers
     */
    public HttpResponse<String> send(String method, String path, @Nullable String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Unpacked once for each process that runs tests, so that none waits for another one's, and deleted with it. */
    private static final class UnpackedJar {

        static final Path PATH = unpack();

        private static Path unpack() {
            try {
                Path folder = Files.createTempDirectory(Path.of("target"), "unpacked-");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
                Process tool = new ProcessBuilder(
                                JAVA,
                                "-Djarmode=tools",
                                "-jar",
                                JAR.toString(),
                                "extract",
                                "--force",
                                "--destination",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                        .start();
                Assertions.assertThat(tool.waitFor())
                        .as("unpacking the jar, see " + LOG)
                        .isZero();
                return folder.resolve(JAR.getFileName());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
