package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.server.registry.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Every code of the API is produced here, except {@code unauthorized}, which is in the tests of the security. */
class ApiErrorsTests {

    private static final String INSTANCE = "/v1/services/inventory/instances/a";
    private static final int LIMIT = 64 * 1024;

    private static final OpenApi OPEN_API = OpenApi.served();

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start(
                FaultyConfiguration.class,
                "ringmaster.server.limits.services=3",
                "ringmaster.server.limits.instances=4",
                "ringmaster.server.watch.max-streams=2");
        server.register("inventory", "a", "{\"port\":8080,\"incarnation\":5,\"session\":\"session-one\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class FaultyConfiguration {

        @Bean
        WebFilter faultyFilter() {
            return (exchange, chain) -> exchange.getRequest().getQueryParams().containsKey("faulty")
                    ? Mono.error(new IllegalStateException("a secret of the inside"))
                    : chain.filter(exchange);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":                          | 400 | invalid-request  | The body is not JSON of the expected form: line 1. Nothing of it was taken in.",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1} x                      | 400 | invalid-request  | not JSON of the expected form",
                "PUT    | /v1/services/inventory/instances/b          | [1]                                 | 400 | invalid-request  | not JSON of the expected form",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":\"http\"}                 | 400 | invalid-request  | 'port' is 'http', which cannot be read.",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":80.5}                     | 400 | invalid-request  | 'port'",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1,\"metadata\":{\"a\":[]}} | 400 | invalid-request | 'metadata.a' has a value of another kind than expected.",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1,\"status\":\"ON\"}      | 400 | invalid-request  | 'status' is 'ON', which cannot be read. Use one of [STARTING, UP,",
                "PUT    | /v1/services/inventory/instances/b          |                                     | 400 | invalid-request  | body",
                "PUT    | /v1/services/inventory/instances/b          | {}                                  | 422 | invalid-instance | The 'port' is missing.",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":0}                        | 422 | invalid-instance | Use 1 to 65535.",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1,\"check\":{\"type\":\"http\"}} | 422 | invalid-instance | needs a 'path'",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1,\"check\":{}}           | 422 | invalid-instance | 'check' needs a 'type'",
                "PUT    | /v1/services/inventory/instances/b          | {\"port\":1,\"status\":\"SUSPECT\"} | 422 | invalid-instance | cannot say of itself",
                "PUT    | /v1/services/in_ventory/instances/b         | {\"port\":1}                        | 400 | invalid-name     | a URI host cannot hold one. Use 'in-ventory'.",
                "PUT    | /v1/services/inventory/instances/a%20b      | {\"port\":1}                        | 400 | invalid-name     | visible ASCII",
                "PUT    | /v1/services/inventory/instances/a%2Fb      | {\"port\":1}                        | 400 | invalid-request  | no encoded slash",
                "GET    | /v1/services/in_ventory                     |                                     | 400 | invalid-name     | underscore",
                "GET    | /v1/services/-/instances                    |                                     | 400 | invalid-name     | no hyphen at either end",
                "PUT    | /v1/services/inventory/instances/a          | {\"port\":1,\"incarnation\":4}      | 409 | stale-incarnation | listens at 127.0.0.1:8080 (incarnation 5)",
                "PUT    | /v1/services/inventory/instances/a/lease    | {\"incarnation\":4}                 | 409 | stale-incarnation | Stop the older one",
                "DELETE | /v1/services/inventory/instances/a?incarnation=4 |                                | 409 | stale-incarnation | Stop the older one",
                "PUT    | /v1/services/inventory/instances/nobody/lease |                                   | 404 | unknown-instance | Register it: PUT /v1/services/inventory/instances/nobody",
                "PUT    | /v1/services/inventory/instances/nobody/status | {\"status\":\"UP\"}              | 404 | unknown-instance | Register it",
                "GET    | /v1/services/inventory/instances/nobody     |                                     | 404 | unknown-instance | /v1/events?service=inventory",
                "DELETE | /v1/services/inventory/instances/nobody     |                                     | 404 | unknown-instance | 'inventory' has no instance 'nobody' here",
                "GET    | /v1/services/inventory/ring?without=nobody  |                                     | 404 | unknown-instance | no instance 'nobody'",
                "GET    | /v1/services/inventory/ring?without=a%0d%0ab |                                    | 400 | invalid-name     | visible ASCII",
                "GET    | /v1/services/nothing                        |                                     | 404 | unknown-service  | never heard of 'nothing'",
                "GET    | /v1/services/nothing/route?key=k            |                                     | 404 | unknown-service  | Ask /v1/services",
                "GET    | /v1/services/nothing/ring                   |                                     | 404 | unknown-service  | Ask /v1/services",
                "GET    | /v1/services/inventory/route                |                                     | 400 | invalid-request  | 'key' is missing",
                "GET    | /v1/services/inventory/instances?limit=0    |                                     | 400 | invalid-request  | 'limit'",
                "GET    | /v1/services/inventory/instances?status=ON  |                                     | 400 | invalid-request  | none of [STARTING, UP,",
                "GET    | /v1/services/inventory/instances?routable=1 |                                     | 400 | invalid-request  | 'routable' must be true or false.",
                "GET    | /v1/events?limit=many                       |                                     | 400 | invalid-request  | 'limit'",
                "DELETE | /v1/services/inventory/instances/a?incarnation=x |                                | 400 | invalid-request  | incarnation",
                "PUT    | /v1/services/inventory/instances/a/status   | {\"status\":\"SUSPECT\"}            | 400 | invalid-request  | SUSPECT is for the registry alone",
                "PUT    | /v1/services/inventory/instances/a/status   | {}                                  | 400 | invalid-request  | 'status' must be one of",
                "PUT    | /v1/services/inventory/instances/a/override | {}                                  | 422 | invalid-instance | needs a 'status', a 'weight', or both",
                "PUT    | /v1/services/inventory/instances/a/override | {\"status\":\"UP\"}                 | 422 | invalid-instance | delete the override",
                "PUT    | /v1/services/inventory/instances/a/override | {\"weight\":1,\"expiresAt\":\"2001-01-01T00:00:00Z\"} | 400 | invalid-request | which is past",
                "PUT    | /v1/sessions/short                          | {}                                  | 400 | invalid-name     | 8 to 64 visible",
                "PUT    | /v1/sessions/session-one                    | {\"application\":\"%s\"}         | 400 | invalid-request  | up to 128 characters",
                "PUT    | /v1/sessions/session-one                    | {\"instances\":[{\"inFlight\":NaN}]} | 400 | invalid-request  | 'instances[0]'",
                "PUT    | /v1/sessions/session-one                    | {\"loadOf\":[\"in_ventory\"]}       | 400 | invalid-name     | Use 'in-ventory'.",
                "GET    | /v1/watch?service=a_b                       |                                     | 400 | invalid-name     | underscore",
                "GET    | /v1/watch?session=short                     |                                     | 400 | invalid-name     | 8 to 64 visible",
                "GET    | /v1/watch?known=inventory                   |                                     | 400 | invalid-request  | has no colon",
                "GET    | /v1/nothing                                 |                                     | 404 | not-found        | There is nothing at /v1/nothing.",
                "GET    | /nothing.html                               |                                     | 404 | not-found        | There is nothing at /nothing.html.",
                "POST   | /v1/services                                | {}                                  | 405 | method-not-allowed | /v1/services has no POST. It has GET.",
                "PATCH  | /v1/services/inventory/instances/a          | {}                                  | 405 | method-not-allowed | It has DELETE, GET, PUT.",
                "GET    | /v1/cluster?faulty                          |                                     | 500 | internal         | Its log says why",
            })
    void tellsWhatIsWrongAndWhatToDo(String method, String path, String body, int status, String code, String detail) {
        String before = server.registry().listing().revision().toString();
        String sent = body == null ? null : body.replace("%s", "a".repeat(129));
        Answer answer = server.send(method, path, sent, "Content-Type", "application/json");
        assertProblem(answer, status, code, detail);
        assertThat(server.registry().listing().revision()).as("nothing changed").hasToString(before);
        OPEN_API.requireAllowed(List.of(new OpenApi.Exchange(method, path, sent, status, answer.body())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0.5", "12.0", "1e3", "99999999999", "\"NaN\"", "\"many\"", "true", "[1]", "{}"})
    void aBeatWithALoadThatCannotBeIsRefusedAndNothingOfItIsTakenIn(String inFlight) {
        String held = "{\"service\":\"inventory\",\"id\":\"a\",\"incarnation\":5,\"inFlight\":";
        server.put("/v1/sessions/session-one", "{\"instances\":[" + held + "12}]}");

        Answer answer =
                server.put("/v1/sessions/session-one", "{\"instances\":[" + held + "99}," + held + inFlight + "}]}");

        assertProblem(answer, 400, "invalid-request", "'instances[1].inFlight'");
        assertThat(server.put("/v1/sessions/session-one", "{\"loadOf\":[\"inventory\"]}")
                        .at("/load/inventory/a"))
                .isEqualTo("12");
    }

    @Test
    void aBeatAsksForTheLoadOfUpToAHundredServices() {
        String names = String.join(",", Collections.nCopies(100, "\"inventory\""));
        assertThat(server.put("/v1/sessions/session-one", "{\"loadOf\":[" + names + "]}")
                        .status())
                .isEqualTo(200);
        assertProblem(
                server.put("/v1/sessions/session-one", "{\"loadOf\":[" + names + ",\"pricing\"]}"),
                400,
                "invalid-request",
                "'loadOf' names 101 services. Name up to 100");
    }

    @Test
    void aWrongMethodIsAnsweredWithTheRightOnes() {
        assertThat(server.send("POST", "/v1/services", null).header("Allow")).isEqualTo("GET");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        assertProblem(
                server.send("PUT", INSTANCE, "port=1", "Content-Type", "application/x-www-form-urlencoded"),
                415,
                "unsupported-media-type",
                "Send 'Content-Type: application/json'.");
        assertProblem(
                server.send("PUT", INSTANCE, "{\"port\":1}", "Content-Type", "garbage"),
                415,
                "unsupported-media-type",
                "Bodies are JSON.");
        assertProblem(server.send("PUT", INSTANCE, "{\"port\":1}"), 415, "unsupported-media-type", "Bodies are JSON.");
    }

    @Test
    void anAnswerOfAnotherTypeIsNotToBeHad() {
        assertProblem(
                server.get("/v1/services", "Accept", "application/xml"),
                406,
                "not-acceptable",
                "Answers are application/json");
        assertProblem(
                server.get("/v1/watch", "Accept", "application/json"), 406, "not-acceptable", "text/event-stream");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhole() {
        assertProblem(server.put(INSTANCE, paddedTo(LIMIT + 1)), 413, "payload-too-large", "larger than 64 KiB");
        assertProblem(server.put("/v1/sessions/session-one", paddedTo(10 * LIMIT)), 413, "payload-too-large", "64 KiB");
        assertThat(server.put(INSTANCE, paddedTo(LIMIT)).status()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeAndDoesNotSaySoIsRefusedAsWell() {
        for (int bytes : new int[] {LIMIT + 1, 10 * LIMIT}) {
            byte[] body = paddedTo(bytes).getBytes(StandardCharsets.UTF_8);
            HttpRequest chunked = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + INSTANCE))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();
            assertProblem(server.send(chunked), 413, "payload-too-large", "nothing of it was taken in");
        }
    }

    private static String paddedTo(int bytes) {
        String json = "{\"port\":8080,\"incarnation\":5,\"session\":\"session-one\"}";
        return json + " ".repeat(bytes - json.length());
    }

    @Test
    void anIdThatIsTakenIsNotGivenTwice() {
        try (EventStream holder = EventStream.open(server.port(), "/v1/watch?session=session-one")) {
            holder.upTo("synced");
            assertProblem(
                    server.put(INSTANCE, "{\"port\":9,\"session\":\"session-two\"}"),
                    409,
                    "instance-id-taken",
                    "alive and listens at 127.0.0.1:8080. Give each instance an id of its own.");
        }
    }

    @Test
    void aFullRegistrySaysSo() {
        server.register("full", "a", "{\"port\":1}");
        server.register("full", "b", "{\"port\":1}");
        server.register("fuller", "a", "{\"port\":1}");
        try {
            assertProblem(
                    server.put("/v1/services/full/instances/c", "{\"port\":1}"),
                    429,
                    "quota-exceeded",
                    "The registry holds 4 instances and takes no more.");
            server.delete("/v1/services/full/instances/b");
            assertProblem(
                    server.put("/v1/services/fullest/instances/a", "{\"port\":1}"),
                    429,
                    "quota-exceeded",
                    "raise 'ringmaster.server.limits.services'");
        } finally {
            server.delete("/v1/services/full/instances/a");
            server.delete("/v1/services/fuller/instances/a");
        }
    }

    @Test
    void tooManyStreamsAreRefused() {
        try (EventStream one = EventStream.open(server.port(), "/v1/watch");
                EventStream two = EventStream.open(server.port(), "/v1/watch")) {
            one.upTo("synced");
            two.upTo("synced");
            assertProblem(
                    server.get("/v1/watch", "Accept", "text/event-stream"), 429, "quota-exceeded", "2 streams open");
        }
    }

    @Test
    void aFaultShowsNothingFromTheInside() {
        assertThat(server.get("/v1/cluster?faulty").body()).doesNotContain("secret", "Exception", "java");
    }

    @Test
    void aRequestThatIsNoHttpIsAnsweredWithoutHarm() throws IOException {
        for (String head : new String[] {"GET /%zz HTTP/1.1", "GET /v1/services?%%% HTTP/1.1", "rubbish"}) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream()
                        .write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(20_000);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).as(head).contains(" 400 ");
            }
        }
    }

    @Test
    void eachRefusalIsCountedByItsCode() {
        MeterRegistry meters = server.bean(MeterRegistry.class);
        double before = count(meters);
        server.get("/v1/services/nothing");
        assertThat(count(meters)).isEqualTo(before + 1);
    }

    private static double count(MeterRegistry meters) {
        return meters.find("ringmaster.requests.refused").tag("code", "unknown-service").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalOfTheRegistryIsAProblemWithTheSameCode(Refusal refusal) {
        assertThat(ProblemCode.of(refusal).word()).isEqualTo(refusal.code());
    }

    private static void assertProblem(Answer answer, int status, String code, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.at("/code")).isEqualTo(code);
        assertThat(answer.at("/status")).isEqualTo(String.valueOf(status));
        assertThat(answer.at("/title")).isNotBlank();
        assertThat(answer.at("/detail")).contains(detail);
    }
}
