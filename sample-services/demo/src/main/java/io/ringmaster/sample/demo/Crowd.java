package io.ringmaster.sample.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Many instances of one service that are no processes: each has a session, a stream and a lease of its own at the registry, and
 * all of them have one port, which answers every request with an offer. So hundreds can vanish at one moment, and one can close
 * its port while the registry goes on hearing of it. One thread uses it; others beat.
 */
final class Crowd implements AutoCloseable {

    private static final long BEAT_EVERY_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int BACKLOG = 1_024;

    /** So many at once that one that takes long does not keep the others from being heard in time. */
    private static final int BEATING = 16;

    private final HttpClient http;
    private final URI registry;
    private final String service;
    private final String name;
    private final int size;
    private final HttpServer port;
    private final List<Socket> streams = new ArrayList<>();
    private final List<Thread> beats = new ArrayList<>();
    private volatile boolean beating;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    /**
     * @param service what they are instances of
     * @param name how their ids begin
     * @param size how many they are
     */
    Crowd(HttpClient http, URI registry, String service, String name, int size) throws IOException {
        this.http = http;
        this.registry = registry;
        this.service = service;
        this.name = name;
        this.size = size;
        this.port = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        port.createContext("/", exchange -> {
            byte[] offer = ("{\"inStock\": 40, \"price\": 1, \"servedBy\": \"" + name + "\", \"cache\": \"HIT\","
                            + " \"number\": \"0b8d7a0e-4c1d-4b63-9d3f-6f1f3a3c2b11\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, offer.length);
            exchange.getResponseBody().write(offer);
            exchange.close();
        });
        port.start();
        for (int i = 0; i < BEATING; i++) {
            int first = i;
            Thread thread = new Thread(() -> beatAgainAndAgain(first), "demo-crowd-beats-" + (i + 1));
            thread.setDaemon(true);
            beats.add(thread);
            thread.start();
        }
    }

    /** Opens all streams, registers everybody as UP, and begins to beat. */
    void join() throws IOException, InterruptedException {
        openStreams();
        for (int i = 0; i < size; i++) {
            String claim =
                    "{\"host\": \"127.0.0.1\", \"port\": " + port.getAddress().getPort() + ", \"session\": \""
                            + session(i) + "\", \"incarnation\": 1, \"status\": \"UP\"}";
            put("/v1/services/" + service + "/instances/" + id(i), claim);
        }
        beating = true;
    }

    /** Opens all streams, and beats at once. */
    void comeBack() throws IOException {
        openStreams();
        beating = true;
        beats.forEach(LockSupport::unpark);
    }

    /** Breaks all streams at one moment, without a goodbye, and beats no more. */
    void vanish() throws IOException {
        beating = false;
        for (Socket stream : streams) {
            // Resets the connection.
            stream.setSoLinger(true, 0);
            stream.close();
        }
        streams.clear();
    }

    /** Beats no more, and keeps the streams. */
    void fallSilent() {
        beating = false;
    }

    /** From now on a connection to the port is refused. */
    void closePort() {
        port.stop(0);
    }

    /** Returns why the last beat failed, or null. */
    @Nullable
    String trouble() {
        return trouble;
    }

    String id(int index) {
        return size == 1 ? name : name + "-" + (index + 1);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        beats.forEach(LockSupport::unpark);
        vanish();
        closePort();
    }

    private void openStreams() throws IOException {
        for (int i = 0; i < size; i++) {
            Socket stream = new Socket(registry.getHost(), registry.getPort());
            streams.add(stream);
            OutputStream out = stream.getOutputStream();
            // A service that nobody registers, so that the stream says little. Nobody reads on after its first line.
            out.write(("GET /v1/watch?service=silence&session=" + session(i) + " HTTP/1.1\r\nHost: "
                            + registry.getAuthority() + "\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket stream : streams) {
            stream.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            String answer = new String(stream.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            if (!answer.equals("HTTP/1.1 200")) {
                throw new IOException("A stream was answered with '" + answer + "'.");
            }
        }
    }

    private void beatAgainAndAgain(int first) {
        try {
            while (!closed) {
                LockSupport.parkNanos(BEAT_EVERY_NANOS);
                for (int i = first; i < size && beating && !closed; i += BEATING) {
                    beat(i);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(int index) throws InterruptedException {
        String beat = "{\"instances\": [{\"service\": \"" + service + "\", \"id\": \"" + id(index)
                + "\", \"incarnation\": 1}], \"failedCalls\": []}";
        try {
            put("/v1/sessions/" + session(index), beat);
        } catch (IOException failure) {
            trouble = failure.getMessage();
        }
    }

    private void put(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
    }

    private String session(int index) {
        return "session-of-" + id(index);
    }
}
