package io.ringmaster.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.model.WatchEvent;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registry for tests, on a real socket: it keeps what registers, streams what changes, writes down every call, and can be
 * told to misbehave. Apart from the real one in every line, so that a test with both would find a misunderstanding.
 */
public final class FakeRegistry implements AutoCloseable {

    /** What was called. */
    public record Call(String method, String path, String query, Map<String, String> headers, String body) {
        public boolean is(String wantedMethod, String pathPart) {
            return method.equals(wantedMethod) && path.contains(pathPart);
        }
    }

    /** How to answer instead of properly; null means properly. */
    public record Answer(int status, String contentType, String body, boolean hang) {
        public static Answer of(int status, String body) {
            return new Answer(status, "application/problem+json", body, false);
        }

        public static Answer problem(int status, String code, String detail) {
            return of(status, "{\"code\":\"" + code + "\",\"detail\":\"" + detail + "\"}");
        }

        public static Answer page() {
            return new Answer(200, "text/html", "<html>It works!</html>", false);
        }

        public static Answer silence() {
            return new Answer(0, "", "", true);
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final HttpServer server;
    private final boolean secure;
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-registry");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final TreeMap<String, TreeMap<String, Instance>> services = new TreeMap<>();

    private volatile Consumer<Call> beforeAnswering = call -> {};
    private volatile Answer callAnswer;
    private volatile Answer streamAnswer;
    private volatile String token;
    private volatile int renewEverySeconds = 1;
    private volatile List<InstanceKey> stale = List.of();
    private volatile Map<String, Map<String, Integer>> load = Map.of();
    private volatile Function<Call, Answer> certificates =
            call -> Answer.problem(404, "not-found", "There is nothing.");
    private volatile boolean settled = true;
    private volatile Drained drained = new Drained(true, 0, List.of());
    private String epoch = "a";
    private long number = 0;

    private record Stream(HttpExchange exchange, OutputStream out) {
        synchronized void write(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException gone) {
                close();
            }
        }

        void close() {
            exchange.close();
        }
    }

    public FakeRegistry() {
        this(0);
    }

    public FakeRegistry(int port) {
        this(port, null);
    }

    /** Speaks TLS. */
    public FakeRegistry(SSLContext tls) {
        this(0, tls);
    }

    private FakeRegistry(int port, SSLContext tls) {
        secure = tls != null;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (secure) {
                HttpsServer https = HttpsServer.create(address, 50);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            } else {
                server = HttpServer.create(address, 50);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return (secure ? "https" : "http") + "://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    // What it was asked

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String method, String pathPart) {
        return calls.stream().filter(call -> call.is(method, pathPart)).toList();
    }

    public List<Call> watches() {
        return calls("GET", "/v1/watch");
    }

    public SessionBeat lastBeat() {
        List<Call> beats = calls("PUT", "/v1/sessions/");
        return beats.isEmpty()
                ? new SessionBeat(null, null, List.of(), List.of(), List.of())
                : JSON.readValue(beats.get(beats.size() - 1).body(), SessionBeat.class);
    }

    public synchronized List<Instance> instances(String service) {
        return List.copyOf(services.getOrDefault(service, new TreeMap<>()).values());
    }

    public synchronized Revision revision() {
        return new Revision(epoch, number);
    }

    public int openStreams() {
        streams.forEach(stream -> stream.write(": ping\n\n"));
        return streams.size();
    }

    // What it is told

    /** Is done with every call before it is answered, while the caller waits. */
    public void beforeAnswering(Consumer<Call> action) {
        beforeAnswering = action;
    }

    public void answerCalls(Answer answer) {
        callAnswer = answer;
    }

    public void answerStreams(Answer answer) {
        streamAnswer = answer;
    }

    public void answerEverything(Answer answer) {
        callAnswer = answer;
        streamAnswer = answer;
    }

    public void requireToken(String wanted) {
        token = wanted;
    }

    public void renewEvery(int seconds) {
        renewEverySeconds = seconds;
    }

    /** Answers with this every beat that asks for a load. */
    public void answerLoad(Map<String, Map<String, Integer>> answer) {
        load = answer;
    }

    /** Answers with this whoever waits for its callers to leave it out. */
    public void answerDrain(Drained answer) {
        drained = answer;
    }

    /** Answers with this whoever asks for a certificate. */
    public void answerCertificates(Function<Call, Answer> answer) {
        certificates = answer;
    }

    public void callStale(InstanceKey... keys) {
        stale = List.of(keys);
    }

    public synchronized void settle(boolean isSettled) {
        settled = isSettled;
        broadcast(frame("synced", revision().toString(), new WatchEvent.Synced(revision(), settled)));
    }

    public synchronized void put(Instance instance) {
        number++;
        Registration claim = instance.registration();
        services.computeIfAbsent(claim.service(), name -> new TreeMap<>()).put(claim.id(), instance);
        broadcast(frame("put", revision().toString(), new WatchEvent.Put(instance, digest(claim.service()))));
    }

    public synchronized void remove(InstanceKey key) {
        TreeMap<String, Instance> instances = services.get(key.service());
        if (instances != null && instances.remove(key.id()) != null) {
            number++;
            broadcast(frame(
                    "remove",
                    revision().toString(),
                    new WatchEvent.Remove(key.service(), key.id(), RemovalReason.DEREGISTERED, digest(key.service()))));
        }
    }

    /** Loses all it knows, as a registry without a disk that is started anew. */
    public synchronized void forgetEverything() {
        services.clear();
        epoch = epoch + "a";
        number = 0;
        breakStreams();
    }

    public synchronized void send(String raw) {
        broadcast(raw);
    }

    public synchronized void bye() {
        broadcast(frame("bye", null, new WatchEvent.Bye("it is stopped")));
    }

    public synchronized void breakStreams() {
        streams.forEach(Stream::close);
        streams.clear();
    }

    /** Stops and closes everything, as a killed process. */
    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        breakStreams();
        executor.shutdownNow();
    }

    public static Instance instance(String service, String id, InstanceStatus status) {
        Registration claim =
                new Registration(service, id, null, "127.0.0.1", 8080, null, 1, Map.of(), 9, Check.TCP, "session-x", 1);
        return new Instance(claim, status, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getQuery();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        Call call = new Call(exchange.getRequestMethod(), path, query == null ? "" : query, headers, body);
        calls.add(call);
        boolean watch = path.equals("/v1/watch");
        beforeAnswering.accept(call);
        Answer answer = watch ? streamAnswer : callAnswer;
        if (answer != null) {
            misbehave(exchange, answer);
        } else if (token != null && !("Bearer " + token).equals(headers.get("Authorization"))) {
            reply(exchange, 401, "application/problem+json", "{\"code\":\"unauthorized\",\"detail\":\"No.\"}");
        } else if (watch) {
            watch(exchange, query == null ? "" : query, headers.get("Last-Event-ID"));
        } else if (path.endsWith("/certificates")) {
            misbehave(exchange, certificates.apply(call));
        } else {
            call(exchange, path, body);
        }
    }

    private void misbehave(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.hang()) {
            try {
                closing.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        } else {
            reply(exchange, answer.status(), answer.contentType(), answer.body());
        }
    }

    private synchronized void watch(HttpExchange exchange, String query, String lastEventId) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        Stream stream = new Stream(exchange, exchange.getResponseBody());
        stream.write(": hello\n\n");
        if (!revision().toString().equals(lastEventId)) {
            List<String> known = Arrays.stream(query.split("&"))
                    .filter(parameter -> parameter.startsWith("known="))
                    .map(parameter -> parameter.substring(6))
                    .toList();
            List<String> names = new ArrayList<>(services.keySet());
            known.stream()
                    .map(word -> word.substring(0, word.indexOf(':')))
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
            names.stream()
                    .filter(name -> !known.contains(name + ":" + digest(name)))
                    .forEach(name -> stream.write(frame(
                            "snapshot",
                            epoch + "-0",
                            new ServiceSnapshot(
                                    name, services.containsKey(name), revision(), digest(name), instances(name)))));
        }
        stream.write(frame("synced", revision().toString(), new WatchEvent.Synced(revision(), settled)));
        streams.add(stream);
    }

    private void call(HttpExchange exchange, String path, String body) throws IOException {
        String[] parts = Arrays.stream(path.split("/"))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toArray(String[]::new);
        String method = exchange.getRequestMethod();
        if (parts.length == 4 && parts[2].equals("sessions")) {
            beat(exchange, JSON.readValue(body, SessionBeat.class));
            return;
        }
        InstanceKey key = new InstanceKey(parts[3], parts[5]);
        if (method.equals("PUT") && parts.length == 6) {
            register(exchange, key, JSON.readTree(body));
        } else if (find(key) == null) {
            reply(
                    exchange,
                    404,
                    "application/problem+json",
                    "{\"code\":\"unknown-instance\",\"detail\":\"" + key + " is not listed.\"}");
        } else if (method.equals("PUT") && parts[6].equals("status")) {
            InstanceStatus status =
                    InstanceStatus.valueOf(JSON.readTree(body).get("status").asString());
            put(find(key).withReported(status, FakeTicker.START));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (method.equals("GET")) {
            reply(exchange, 200, "application/json", JSON.writeValueAsString(drained));
        } else {
            remove(key);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }
    }

    private synchronized void beat(HttpExchange exchange, SessionBeat beat) throws IOException {
        List<InstanceKey> register = beat.instances().stream()
                .map(held -> new InstanceKey(held.service(), held.id()))
                .filter(key -> find(key) == null)
                .toList();
        reply(
                exchange,
                200,
                "application/json",
                JSON.writeValueAsString(new BeatAnswer(
                        renewEverySeconds, register, stale, beat.loadOf().isEmpty() ? null : load)));
    }

    private void register(HttpExchange exchange, InstanceKey key, JsonNode body) throws IOException {
        Map<String, String> metadata = new TreeMap<>();
        body.get("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString()));
        Registration claim = new Registration(
                key.service(),
                key.id(),
                text(body, "scheme"),
                text(body, "host"),
                body.get("port").asInt(),
                text(body, "zone"),
                body.get("weight").asDouble(),
                metadata,
                body.get("ttlSeconds").asInt(),
                Check.TCP,
                text(body, "session"),
                body.get("incarnation").asLong());
        Instance instance = new Instance(
                claim,
                InstanceStatus.valueOf(text(body, "status")),
                null,
                ObservedHealth.PASSING,
                null,
                FakeTicker.START,
                FakeTicker.START);
        put(instance);
        reply(
                exchange,
                201,
                "application/json",
                JSON.writeValueAsString(Map.of("instance", instance, "lease", new LeaseGrant(9, renewEverySeconds))));
    }

    private synchronized Instance find(InstanceKey key) {
        return services.getOrDefault(key.service(), new TreeMap<>()).get(key.id());
    }

    private static String text(JsonNode body, String name) {
        return body.has(name) ? body.get(name).asString() : null;
    }

    private String digest(String service) {
        return Integer.toHexString(instances(service).hashCode());
    }

    private void broadcast(String frame) {
        streams.forEach(stream -> stream.write(frame));
    }

    /** Returns one event as it stands in a stream. */
    public static String frame(String event, String id, Object data) {
        return "event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: "
                + JSON.writeValueAsString(data) + "\n\n";
    }

    private static void reply(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
