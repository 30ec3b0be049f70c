package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiTests {

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start("ringmaster.server.protection.services.lapse=fail-closed");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void registersRenewsReportsAndLeaves() {
        String instance = "/v1/services/life/instances/a";
        Answer created = server.put(instance, "{\"port\":8080}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/instance/status")).isEqualTo("UP");
        assertThat(created.at("/lease/ttlSeconds")).isEqualTo("9");
        assertThat(created.at("/lease/renewEverySeconds")).isEqualTo("3");

        assertThat(server.put(instance, "{\"port\":8080}").status()).isEqualTo(200);
        assertThat(server.put(instance + "/lease", "{\"incarnation\":0}").status())
                .isEqualTo(204);
        assertThat(server.send("PUT", instance + "/lease", null).status()).isEqualTo(204);
        assertThat(server.put(instance + "/status", "{\"status\":\"DRAINING\"}").status())
                .isEqualTo(204);
        assertThat(server.get(instance).at("/instance/status")).isEqualTo("DRAINING");
        assertThat(server.delete(instance).status()).isEqualTo(204);
        assertThat(server.get("/v1/services/life/instances").at("/known")).isEqualTo("true");
        assertThat(server.get("/v1/services/life/instances").json().at("/instances"))
                .isEmpty();
    }

    @Test
    void fillsInWhatARegistrationLeavesOut() {
        Answer answer = server.register("defaults", "a", "{\"port\":8080,\"unknown\":{\"member\":[1]}}");
        assertThat(answer.json().at("/instance").propertyNames())
                .containsExactly(
                        "service",
                        "id",
                        "host",
                        "port",
                        "weight",
                        "metadata",
                        "ttlSeconds",
                        "check",
                        "incarnation",
                        "reported",
                        "observed",
                        "registeredAt",
                        "statusSince",
                        "status");
        assertThat(answer.at("/instance/host")).isEqualTo("127.0.0.1");
        assertThat(answer.at("/instance/check/type")).isEqualTo("tcp");
        assertThat(answer.at("/instance/incarnation")).isEqualTo("0");
        assertThat(answer.at("/instance/registeredAt")).endsWith("Z");
    }

    @Test
    void keepsAllThatARegistrationSays() {
        String body = """
                {"scheme":"https","host":"10.0.0.7","port":8443,"zone":"z1","weight":2.5,"metadata":{"v":"1"},
                 "ttlSeconds":30,"check":{"type":"http","path":"/live"},"session":"session-full","incarnation":7,
                 "status":"STARTING"}""";
        JsonNode instance = server.register("full", "a", body).json().at("/instance");
        assertThat(instance.at("/scheme").asString()).isEqualTo("https");
        assertThat(instance.at("/zone").asString()).isEqualTo("z1");
        assertThat(instance.at("/weight").asDouble()).isEqualTo(2.5);
        assertThat(instance.at("/metadata/v").asString()).isEqualTo("1");
        assertThat(instance.at("/ttlSeconds").asInt()).isEqualTo(30);
        assertThat(instance.at("/check/path").asString()).isEqualTo("/live");
        assertThat(instance.at("/session").asString()).isEqualTo("session-full");
        assertThat(instance.at("/incarnation").asInt()).isEqualTo(7);
        assertThat(instance.at("/status").asString()).isEqualTo("STARTING");
    }

    @Test
    void namesAreComparedWithoutCaseAndIdsMayHoldOddCharacters() {
        String odd = "a;b=c%25d%3Fe%23f:8080%5C~";
        server.register("Odd-Names", odd, "{\"port\":1}");
        assertThat(server.get("/v1/services/odd-names/instances/" + odd).at("/instance/id"))
                .isEqualTo("a;b=c%d?e#f:8080\\~");
        assertThat(server.get("/v1/services/ODD-NAMES/instances").at("/service"))
                .isEqualTo("odd-names");
        assertThat(server.delete("/v1/services/odd-names/instances/" + odd).status())
                .isEqualTo(204);
    }

    @Test
    void anInstanceWhoseLeaseLapsesIsGoneAndItsEventsTell() {
        String instance = "/v1/services/lapse/instances/a";
        // Nobody asks it, and to find out that nobody may is the work of another thread.
        server.register("lapse", "a", "{\"port\":8080,\"check\":{\"type\":\"none\"}}");
        passes(6);
        await("it is suspected")
                .until(() -> server.get(instance).at("/instance/status").equals("SUSPECT"));
        passes(3);
        assertThat(server.get(instance).status()).isEqualTo(404);
        Answer events = server.get("/v1/events?service=lapse&instance=a&limit=1");
        assertThat(events.at("/events/0/event")).isEqualTo("expired");
        assertThat(events.at("/events/0/was")).isEqualTo("SUSPECT");
        assertThat(events.at("/events/0/cause")).isEqualTo("no heartbeat for 9 s");
        assertThat(events.json().at("/events")).hasSize(1);
    }

    @Test
    void answersWhatHasNotChangedWith304() {
        server.register("etag", "a", "{\"port\":8080}");
        for (String path : new String[] {
            "/v1/services",
            "/v1/services/etag",
            "/v1/services/etag/instances",
            "/v1/services/etag/instances?status=UP",
            "/v1/services/never-heard-of/instances",
            "/v1/services/etag/instances/a",
            "/v1/services/etag/route?key=k",
            "/v1/services/etag/ring"
        }) {
            Answer first = server.get(path);
            assertThat(first.status()).as(path).isEqualTo(200);
            String etag = first.header("ETag");
            assertThat(etag)
                    .as(path)
                    .isEqualTo("\"" + server.registry().listing().revision() + "\"");
            Answer second = server.get(path, "If-None-Match", etag);
            assertThat(second.status()).as(path).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(second.header("ETag")).isEqualTo(etag);
            assertThat(server.get(path, "If-None-Match", "\"e-0\", W/" + etag).status())
                    .as(path)
                    .isEqualTo(304);
            assertThat(server.get(path, "If-None-Match", "\"other-1\"").status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void filtersAndPagesAList() {
        String list = "/v1/services/filter/instances";
        server.register("filter", "a", "{\"port\":1,\"zone\":\"z1\",\"metadata\":{\"version\":\"1\"}}");
        server.register("filter", "b", "{\"port\":2,\"zone\":\"z2\",\"metadata\":{\"version\":\"2\"}}");
        server.register("filter", "c", "{\"port\":3,\"zone\":\"z1\",\"status\":\"STARTING\"}");
        assertThat(ids(list)).isEqualTo("a b c");
        assertThat(ids(list + "?status=starting")).isEqualTo("c");
        assertThat(ids(list + "?status=UP,STARTING")).isEqualTo("a b c");
        assertThat(ids(list + "?status=UP&status=DOWN")).isEqualTo("a b");
        assertThat(ids(list + "?zone=z1")).isEqualTo("a c");
        assertThat(ids(list + "?zone=z1&routable=true")).isEqualTo("a");
        assertThat(ids(list + "?routable=false")).isEqualTo("c");
        assertThat(ids(list + "?metadata.version=2")).isEqualTo("b");
        assertThat(ids(list + "?metadata.version=3")).isEmpty();
        Answer page = server.get(list + "?limit=2&zone=");
        assertThat(page.json().at("/instances")).isEmpty();
        page = server.get(list + "?limit=2");
        assertThat(page.json().at("/instances")).hasSize(2);
        assertThat(page.at("/digest")).isNull();
        assertThat(page.header("Link")).isEqualTo("</v1/services/filter/instances?limit=2&after=b>; rel=\"next\"");
        assertThat(server.get(list + "?limit=2&after=&note=%7Bx%7D%2B%0d%0a").header("Link"))
                .as("whatever is in the query stays what it is")
                .isEqualTo("</v1/services/filter/instances?limit=2&note=%7Bx%7D%2B%0D%0A&after=b>; rel=\"next\"");
        assertThat(ids("/v1/services/filter/instances?limit=2&after=b")).isEqualTo("c");
        assertThat(server.get(list + "?limit=2&after=b").header("Link")).isNull();
        assertThat(server.get(list).at("/digest")).hasSize(32);
    }

    private static String ids(String path) {
        StringBuilder ids = new StringBuilder();
        server.get(path)
                .json()
                .at("/instances")
                .forEach(instance -> ids.append(' ').append(instance.at("/id").asString()));
        return ids.toString().strip();
    }

    @Test
    void describesItself() {
        Answer description = server.get("/v3/api-docs");
        assertThat(description.status()).isEqualTo(200);
        assertThat(description.header("Content-Type")).isEqualTo("application/json");
        assertThat(description.at("/openapi")).startsWith("3.1");
        assertThat(description.at("/paths/~1v1~1services~1{service}~1route/get/operationId"))
                .isEqualTo("route");
    }

    @Test
    void unknownAndNoneAreDifferentAnswers() {
        Answer unknown = server.get("/v1/services/nobody-knows/instances");
        assertThat(unknown.at("/known")).isEqualTo("false");
        assertThat(unknown.json().at("/instances")).isEmpty();
        assertThat(server.get("/v1/services/nobody-knows/instances?status=UP").at("/known"))
                .isEqualTo("false");
    }

    @Test
    void countsServicesByStatusAndZone() {
        server.register("counts", "a", "{\"port\":1,\"zone\":\"z1\"}");
        server.register("counts", "b", "{\"port\":2,\"zone\":\"z1\",\"status\":\"STARTING\"}");
        server.register("counts", "c", "{\"port\":3}");
        Answer service = server.get("/v1/services/counts");
        assertThat(service.at("/instances")).isEqualTo("3");
        assertThat(service.at("/routable")).isEqualTo("2");
        assertThat(service.json().at("/byStatus").toString()).isEqualTo("{\"STARTING\":1,\"UP\":2}");
        assertThat(service.json().at("/zones").toString()).isEqualTo("{\"z1\":2}");
        JsonNode line = null;
        for (JsonNode candidate : server.get("/v1/services").json().at("/services")) {
            line = candidate.at("/service").asString().equals("counts") ? candidate : line;
        }
        assertThat(line).isNotNull();
        assertThat(line.toString())
                .isEqualTo("{\"service\":\"counts\",\"instances\":3,\"byStatus\":{\"STARTING\":1,\"UP\":2}}");
    }

    @Test
    void anOverrideIsRecordedWithItsAuthorAndTakenBack() {
        String instance = "/v1/services/override/instances/a";
        server.register("override", "a", "{\"port\":1}");
        Answer answer = server.put(
                instance + "/override",
                "{\"status\":\"OUT_OF_SERVICE\",\"weight\":0.5,\"reason\":\"disk\",\"expiresAt\":\"2026-06-01T00:00:00Z\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/status")).isEqualTo("OUT_OF_SERVICE");
        assertThat(answer.at("/override/by")).isEqualTo("127.0.0.1");
        assertThat(answer.at("/override/expiresAt")).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(server.get(instance).at("/why"))
                .isEqualTo("Callers leave it out: it was taken out of service by an operator at 127.0.0.1 (disk).");
        assertThat(server.delete(instance + "/override").status()).isEqualTo(204);
        assertThat(server.delete(instance + "/override").status()).isEqualTo(204);
        assertThat(server.get(instance).at("/instance/override")).isNull();
    }

    @Test
    void tellsWhyAnInstanceIsOrIsNotRoutable() {
        server.register("why", "up", "{\"port\":1}");
        server.register("why", "starting", "{\"port\":2,\"status\":\"STARTING\"}");
        server.register("why", "down", "{\"port\":3,\"status\":\"DOWN\"}");
        server.register("why", "draining", "{\"port\":4,\"status\":\"DRAINING\"}");
        assertThat(server.get("/v1/services/why/instances/up").at("/routable")).isEqualTo("true");
        assertThat(server.get("/v1/services/why/instances/up").at("/why")).contains("it is ready");
        assertThat(server.get("/v1/services/why/instances/starting").at("/routable"))
                .isEqualTo("false");
        assertThat(server.get("/v1/services/why/instances/starting").at("/why")).contains("until it says");
        assertThat(server.get("/v1/services/why/instances/down").at("/why")).contains("says itself that it is down");
        assertThat(server.get("/v1/services/why/instances/draining").at("/why")).contains("wants no new calls");
        assertThat(server.get("/v1/services/why/instances/draining").at("/events/0/event"))
                .isEqualTo("registered");
    }

    @Test
    void answersWhoServesAKeyAndWhoIsNext() {
        for (String id : new String[] {"a", "b", "c"}) {
            server.register("route", id, "{\"port\":8080}");
        }
        Answer before = server.get("/v1/services/route/route?key=c-42");
        String owner = before.at("/owner/id");
        String next = before.at("/failover/0");
        assertThat(before.at("/key")).isEqualTo("c-42");
        assertThat(before.json().at("/failover")).hasSize(2);
        assertThat(server.get("/v1/services/route/route?key=c-42").at("/owner/id"))
                .isEqualTo(owner);
        server.put("/v1/services/route/instances/" + owner + "/status", "{\"status\":\"DOWN\"}");
        Answer after = server.get("/v1/services/route/route?key=c-42");
        assertThat(after.at("/owner/id")).isEqualTo(next);
        assertThat(after.at("/skipped/0/id")).isEqualTo(owner);
        assertThat(after.at("/reason")).contains(owner, "DOWN", next);
    }

    @Test
    void tellsTheSharesOfTheRingAndWhatMovesWhenOneLeaves() {
        for (String id : new String[] {"a", "b", "c"}) {
            server.register("ring", id, "{\"port\":8080}");
        }
        JsonNode ring = server.get("/v1/services/ring/ring?without=b").json();
        double sum = 0;
        for (JsonNode place : ring.at("/instances")) {
            sum += place.at("/share").asDouble();
        }
        assertThat(sum).isBetween(0.999, 1.001);
        double moves = ring.at("/without/moves").asDouble();
        assertThat(ring.at("/without/id").asString()).isEqualTo("b");
        assertThat(moves).isBetween(0.2, 0.5);
        double gained = 0;
        for (JsonNode gain : ring.at("/without/to")) {
            assertThat(gain.at("/id").asString()).isNotEqualTo("b");
            gained += gain.at("/gains").asDouble();
        }
        assertThat(gained).isBetween(moves - 0.001, moves + 0.001);
    }

    @Test
    void aSessionBeatsForAllItsInstancesAndIsSeenAmongTheWatchers() {
        server.register("beats", "a", "{\"port\":1,\"session\":\"session-beats\"}");
        Answer answer = server.put(
                "/v1/sessions/session-beats",
                "{\"application\":\"orders\",\"instances\":[{\"service\":\"beats\",\"id\":\"a\"},"
                        + "{\"service\":\"beats\",\"id\":\"b\",\"incarnation\":5}]}");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"renewEverySeconds\":3,\"register\":[{\"service\":\"beats\",\"id\":\"b\"}],\"stale\":[]}");
        assertThat(server.get("/v1/services/beats/watchers").body())
                .isEqualTo("{\"service\":\"beats\",\"revision\":\""
                        + server.registry().listing().revision() + "\",\"watchers\":[]}");
    }

    @Test
    void theClusterIsOneNodeThatAgreesWithItself() {
        Answer cluster = server.get("/v1/cluster");
        assertThat(cluster.at("/agreed")).isEqualTo("true");
        assertThat(cluster.at("/nodes/0/self")).isEqualTo("true");
        assertThat(cluster.at("/nodes/0/state")).isEqualTo("alive");
        assertThat(cluster.at("/nodes/0/settled")).isEqualTo("true");
        assertThat(cluster.at("/nodes/0/digest")).hasSize(32);
    }

    @Test
    void aHeadRequestIsAGetWithoutTheBody() {
        server.register("head", "a", "{\"port\":1}");
        Answer answer = server.send("HEAD", "/v1/services/head/instances", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isNotNull();
        assertThat(answer.body()).isEmpty();
    }

    /** Reactor Netty 1.3.6 stopped reading now and then, and the client waited for ever. */
    @Test
    void aConnectionThatIsKeptAliveIsReadAgainAndAgain() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < 2000; i++) {
                String path = i % 2 == 0 ? "/actuator/health/liveness" : "/v1/nothing";
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(statusOfAnswer(answers)).as("request %d", i).isEqualTo(i % 2 == 0 ? "200" : "404");
            }
        }
    }

    private static String statusOfAnswer(BufferedReader answers) throws IOException {
        String status = answers.readLine().split(" ")[1];
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        for (int read = 0; read < length; read++) {
            answers.read();
        }
        return status;
    }

    /** In steps, as a registry that has not looked for longer blames itself. */
    private static void passes(int seconds) {
        for (int i = 0; i < seconds; i++) {
            server.clock().advance(Duration.ofSeconds(1));
            server.registry().expireLapsed(server.clock().now());
        }
    }
}
