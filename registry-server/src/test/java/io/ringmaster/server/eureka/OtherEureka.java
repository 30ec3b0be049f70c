package io.ringmaster.server.eureka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** As much of a Eureka server as a peer of it sees. */
final class OtherEureka implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;

    /** Guarded by this, like all below. */
    private final Map<String, ObjectNode> instances = new TreeMap<>();

    private final List<String> heard = new ArrayList<>();
    private boolean broken;

    OtherEureka() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/eureka/apps/", exchange -> answer(exchange, list()));
        server.createContext("/eureka/peerreplication/batch/", exchange -> answer(exchange, take(exchange)));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/eureka/");
    }

    /** Somebody registers there himself. */
    synchronized void register(String app, String id, String status) {
        ObjectNode instance = (ObjectNode) JSON.readTree("""
                {"instanceId": "%s", "hostName": "10.0.0.7", "app": "%s", "ipAddr": "10.0.0.7", "status": "%s",
                 "port": {"$": 8080, "@enabled": "true"}, "dataCenterInfo": {"name": "MyOwn"},
                 "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 90}, "metadata": {"zone": "z1"},
                 "lastDirtyTimestamp": "1000"}""".formatted(id, app, status));
        instances.put(id, instance);
    }

    synchronized void remove(String id) {
        instances.remove(id);
    }

    /** Everything it knew is lost. */
    synchronized void restart() {
        instances.clear();
    }

    synchronized void breaks(boolean now) {
        broken = now;
    }

    synchronized JsonNode find(String id) {
        return instances.getOrDefault(id, JSON.createObjectNode());
    }

    /** Returns what it was told since it was last asked, such as {@code Register a}. */
    synchronized List<String> heard() {
        List<String> words = List.copyOf(heard);
        heard.clear();
        return words;
    }

    private synchronized JsonNode list() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode applications = document.putObject("applications").putArray("application");
        instances
                .values()
                .forEach(instance ->
                        applications.addObject().putArray("instance").add(instance));
        return document;
    }

    private synchronized JsonNode take(HttpExchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode answers = answer.putArray("responseList");
        for (JsonNode each : JSON.readTree(exchange.getRequestBody()).path("replicationList")) {
            String id = each.path("id").asString();
            String action = each.path("action").asString();
            heard.add(action + " " + id);
            boolean known = instances.containsKey(id) || action.equals("Register");
            if (action.equals("Register")) {
                instances.put(id, (ObjectNode) each.path("instanceInfo"));
            } else if (action.equals("Cancel")) {
                instances.remove(id);
            }
            answers.addObject().put("statusCode", known ? 200 : 404);
        }
        return answer;
    }

    private synchronized void answer(HttpExchange exchange, JsonNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(broken ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
