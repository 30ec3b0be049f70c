package io.ringmaster.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus with the configuration that we ship, but for where the registry is and how often it looks. */
final class PrometheusProcess implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private static final Path SHIPPED = Path.of("..", "..", "deploy", "prometheus", "prometheus.yml");

    private final HttpClient http;
    private final URI uri;
    private final Process process;

    private PrometheusProcess(HttpClient http, URI uri, Process process) {
        this.http = http;
        this.uri = uri;
        this.process = process;
    }

    static PrometheusProcess start(URI registry, Path logs, HttpClient http) throws IOException {
        Path configuration = logs.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                Files.readString(SHIPPED)
                        .replaceAll("registry-[123]:8761", registry.getAuthority())
                        .replaceAll("interval: 15s", "interval: 1s"));
        int port = FreePorts.one();
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + Files.createTempDirectory(logs, "prometheus-"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("prometheus.log").toFile())
                .start();
        return new PrometheusProcess(http, URI.create("http://127.0.0.1:" + port + "/"), process);
    }

    /**
     * Returns the values of a query by the label {@code instance}; none while it does not answer yet.
     *
     * @throws IllegalStateException if it has ended
     */
    Map<String, String> query(String expression) throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Prometheus ended with code " + process.exitValue() + ", see its log.");
        }
        URI query = uri.resolve("api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        Map<String, String> values = new TreeMap<>();
        try {
            String answer = http.send(
                            HttpRequest.newBuilder(query)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            for (JsonNode result : JsonMapper.shared().readTree(answer).at("/data/result")) {
                values.put(
                        result.at("/metric/instance").asString(),
                        result.at("/value/1").asString());
            }
        } catch (IOException | JacksonException notReady) {
            return Map.of();
        }
        return values;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
