package io.ringmaster.loadbalancer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An instance of a service: answers every request with its id, at once or after a while. */
final class TinyServer implements AutoCloseable {

    private final String id;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService delays = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger hits = new AtomicInteger();
    private volatile @Nullable String lastTrace;
    private volatile Duration answersAfter = Duration.ZERO;

    TinyServer(String id) {
        this.id = id;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            hits.incrementAndGet();
            lastTrace = exchange.getRequestHeaders().getFirst("traceparent");
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/break")) {
                // The request has arrived, and its connection breaks before there is an answer.
                exchange.close();
                return;
            }
            if (answersAfter.isZero()) {
                answer(exchange);
            } else {
                delays.schedule(() -> answer(exchange), answersAfter.toNanos(), TimeUnit.NANOSECONDS);
            }
        });
        server.start();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            byte[] body = id.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException callerHasGone) {
            // Nobody waits for it any more.
        }
    }

    /** From now on every answer takes at least that long. */
    void answersAfter(Duration delay) {
        answersAfter = delay;
    }

    String id() {
        return id;
    }

    int port() {
        return server.getAddress().getPort();
    }

    int hits() {
        return hits.get();
    }

    /** Returns the trace that the last request was part of, or null if it named none. */
    @Nullable
    String lastTrace() {
        return lastTrace;
    }

    @Override
    public void close() {
        delays.shutdownNow();
        server.stop(0);
        executor.shutdownNow();
    }
}
