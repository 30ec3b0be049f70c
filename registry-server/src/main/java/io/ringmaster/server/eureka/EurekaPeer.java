package io.ringmaster.server.eureka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of another Eureka server, to which this registry speaks as its peers do: what it is told that way it tells nobody else. It
 * blocks, and is of one thread.
 */
final class EurekaPeer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI url;
    private final @Nullable String authorization;

    /**
     * @param url ends with a slash, and may hold user and password
     */
    EurekaPeer(URI url, HttpClient http) {
        this.http = http;
        String user = url.getUserInfo();
        this.url = user == null ? url : URI.create(url.toString().replaceFirst("//[^@/]*@", "//"));
        this.authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what it lists, each as it tells it. */
    List<ObjectNode> instances() throws IOException, InterruptedException {
        List<ObjectNode> instances = new ArrayList<>();
        for (JsonNode application : send(request("apps/").GET()).at("/applications/application")) {
            for (JsonNode instance : application.path("instance")) {
                if (instance instanceof ObjectNode members) {
                    instances.add(members);
                }
            }
        }
        return instances;
    }

    /** Tells it what happened, and returns its answer to each: 200, or 404 when it does not know the instance. */
    List<Integer> replicate(List<ObjectNode> happened) throws IOException, InterruptedException {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.putArray("replicationList").addAll(happened);
        JsonNode answer = send(request("peerreplication/batch/")
                .header("Content-Type", "application/json")
                .header("x-netflix-discovery-replication", "true")
                .POST(HttpRequest.BodyPublishers.ofString(batch.toString())));
        List<Integer> statuses = new ArrayList<>();
        answer.path("responseList")
                .forEach(each -> statuses.add(each.path("statusCode").asInt()));
        if (statuses.size() != happened.size()) {
            throw new IOException("It answered " + statuses.size() + " of " + happened.size() + " in " + url + ".");
        }
        return statuses;
    }

    /** Returns its address as a literal. */
    String address() throws IOException {
        return InetAddress.getByName(url.getHost()).getHostAddress();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).header("Accept", "application/json");
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(url + " answers " + response.statusCode() + ".");
        }
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException garbage) {
            throw new IOException(url + " answers with something that is no JSON.", garbage);
        }
    }

    /** Returns the URL without user and password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
