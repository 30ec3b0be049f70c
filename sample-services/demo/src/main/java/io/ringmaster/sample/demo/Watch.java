package io.ringmaster.sample.demo;

import io.ringmaster.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the registry's stream, as any program can, and remembers when it saw what. It connects again by itself until it is
 * closed. One thread reads the stream; any thread may ask, and wait for what it wants to see.
 */
final class Watch implements AutoCloseable {

    /**
     * The status of an instance changed, or it came or left.
     *
     * @param nanos when this process heard of it, on the monotonic clock
     * @param id the instance
     * @param status what it is now; {@code GONE} if it is no longer listed
     */
    record Sighting(long nanos, String id, String status) {

        boolean isCallable() {
            return status.equals("UP");
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int RECONNECT_MILLIS = 100;
    private static final int MAX_SIGHTINGS = 10_000;

    private final HttpClient http;
    private final URI stream;
    private final Ticker ticker;
    private final Thread reader;

    // All below is guarded by this.
    private final SortedMap<String, Listed> listed = new TreeMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private @Nullable SortedMap<String, Listed> staging;
    private boolean synced;
    private boolean closed;

    Watch(HttpClient http, URI registry, Ticker ticker) {
        this.http = http;
        this.stream = registry.resolve("/v1/watch");
        this.ticker = ticker;
        this.reader = new Thread(this::read, "demo-watch");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /** Returns what is listed now, by service and id. */
    synchronized List<Listed> listed() {
        return List.copyOf(listed.values());
    }

    /** Whether a stream is open and has sent everything. */
    synchronized boolean synced() {
        return synced;
    }

    /** Returns what was seen so far, the newest last. */
    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /**
     * Waits until a stream is open and what it lists is as wanted.
     *
     * @param what what is waited for, in words
     * @param trouble asked meanwhile; what it returns ends the waiting
     * @throws TimeoutException if that is not so by the deadline
     * @throws IllegalStateException if there was trouble
     */
    synchronized List<Listed> await(
            String what, Predicate<List<Listed>> wanted, Supplier<@Nullable String> trouble, Deadline deadline)
            throws InterruptedException, TimeoutException {
        while (!synced || !wanted.test(listed())) {
            String reason = trouble.get();
            if (reason != null) {
                throw new IllegalStateException(reason);
            }
            if (deadline.hasPassed()) {
                throw new TimeoutException("Waited in vain until " + what + ". The stream is "
                        + (synced ? "open" : "not open") + ". Listed: " + listed());
            }
            wait(deadline.millisLeft());
        }
        return listed();
    }

    /**
     * Waits until the stream has ended, as it does when the registry ends.
     *
     * @throws TimeoutException if that is not so by the deadline
     */
    synchronized void awaitLoss(Deadline deadline) throws InterruptedException, TimeoutException {
        while (synced) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("The stream has not ended.");
            }
            wait(deadline.millisLeft());
        }
    }

    /** Hands over every change from now on, until the watch is closed. */
    void follow(Consumer<Sighting> consumer) throws InterruptedException {
        int next = sightings().size();
        while (true) {
            List<Sighting> news;
            synchronized (this) {
                while (next == sightings.size()) {
                    if (closed) {
                        return;
                    }
                    wait();
                }
                news = List.copyOf(sightings.subList(next, sightings.size()));
            }
            news.forEach(consumer);
            next += news.size();
        }
    }

    /** Makes whoever waits look again. */
    synchronized void wake() {
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        reader.interrupt();
    }

    private void read() {
        try {
            while (!isClosed()) {
                try {
                    readOneStream();
                } catch (IOException | RuntimeException lost) {
                    // The registry is not there, or not there yet, or is leaving: the next turn tries again.
                }
                pauseBeforeReconnect();
            }
        } catch (InterruptedException ended) {
            // Closed.
        }
    }

    private void readOneStream() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                throw new IOException("The stream answered " + response.statusCode());
            }
            begin();
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).trim();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).trim());
                } else if (line.isEmpty() && !event.isEmpty()) {
                    take(event, JSON.readTree(data.toString()));
                    event = "";
                    data.setLength(0);
                }
            }
        }
    }

    private synchronized void begin() {
        staging = new TreeMap<>();
        synced = false;
    }

    private synchronized void take(String event, JsonNode data) {
        switch (event) {
            case "snapshot" -> replace(data.path("service").asString(), data.path("instances"));
            case "put" -> put(Listed.of(data.path("instance")));
            case "remove" ->
                remove(key(data.path("service").asString(), data.path("id").asString()));
            case "synced" -> complete();
            default -> {
                // 'bye', after which the stream ends, and what later versions may add.
            }
        }
        notifyAll();
    }

    private void replace(String service, JsonNode instances) {
        List<Listed> now = instances.valueStream().map(Listed::of).toList();
        if (staging != null) {
            now.forEach(instance -> staging.put(key(service, instance.id()), instance));
            return;
        }
        Collection<String> before =
                List.copyOf(listed.subMap(service + '/', service + '0').keySet());
        before.stream()
                .filter(key -> now.stream().noneMatch(instance -> key.equals(key(service, instance.id()))))
                .forEach(this::remove);
        now.forEach(this::put);
    }

    private void complete() {
        Map<String, Listed> whole = staging;
        if (whole != null) {
            staging = null;
            List.copyOf(listed.keySet()).stream()
                    .filter(key -> !whole.containsKey(key))
                    .forEach(this::remove);
            whole.values().forEach(this::put);
        }
        synced = true;
    }

    private void put(Listed instance) {
        Listed before = listed.put(key(instance.service(), instance.id()), instance);
        if (before == null || !before.status().equals(instance.status())) {
            saw(instance.id(), instance.status());
        }
    }

    private void remove(String key) {
        Listed before = listed.remove(key);
        if (before != null) {
            saw(before.id(), "GONE");
        }
    }

    private void saw(String id, String status) {
        if (sightings.size() < MAX_SIGHTINGS) {
            sightings.add(new Sighting(ticker.now().nanos(), id, status));
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pauseBeforeReconnect() throws InterruptedException {
        synced = false;
        notifyAll();
        if (!closed) {
            wait(RECONNECT_MILLIS);
        }
    }

    private static String key(String service, String id) {
        return service + '/' + id;
    }
}
