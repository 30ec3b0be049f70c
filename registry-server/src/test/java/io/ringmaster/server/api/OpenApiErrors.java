package io.ringmaster.server.api;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An example of every error, as a registry answers it. */
final class OpenApiErrors {

    private static final String INSTANCE = "/v1/services/inventory/instances/inventory-1";

    private final Map<String, Map<String, JsonNode>> examples = new TreeMap<>();

    private OpenApiErrors() {}

    /** Returns an example by code. */
    static Map<String, Map<String, JsonNode>> examples() {
        OpenApiErrors errors = new OpenApiErrors();
        errors.collect();
        for (ProblemCode code : ProblemCode.values()) {
            if (!errors.examples.containsKey(code.word())) {
                throw new AssertionError("There is no example of " + code.word());
            }
        }
        return errors.examples;
    }

    private void collect() {
        try (RunningRegistry server = RunningRegistry.start(
                        "ringmaster.server.settling-time=20s", "ringmaster.server.limits.instances=1");
                EventStream stream = EventStream.open(server.port(), "/v1/watch?session=a-session-of-mine")) {
            stream.upTo("synced");
            server.register(
                    "inventory", "inventory-1", "{\"port\":8081,\"incarnation\":2,\"session\":\"a-session-of-mine\"}");
            add(server.put(INSTANCE, "{\"port\":"));
            add(server.put(INSTANCE, "{\"port\":80910}"));
            add(server.put(INSTANCE, "{\"port\":8081,\"incarnation\":1}"));
            add(server.put(INSTANCE, "{\"port\":8081,\"incarnation\":2,\"session\":\"another-session\"}"));
            add(server.put(INSTANCE, "{\"port\":8081}" + " ".repeat(65 * 1024)));
            add(server.send("PUT", INSTANCE, "port=8081", "Content-Type", "text/plain"));
            add(server.put("/v1/services/inventory/instances/inventory-2", "{\"port\":8082}"));
            add(server.put("/v1/services/inventory/instances/inventory-2/lease", "{}"));
            add(server.get(INSTANCE + "/drain"));
            add(server.get("/v1/services/order_history"));
            add(server.get("/v1/services/ordres"));
            add(server.get("/v1/nothing"));
            add(server.get("/v1/services", "Accept", "application/xml"));
            add(server.send("POST", "/v1/services", null));
            add(server.get("/prometheus/sd"));
        }
        MockServerHttpRequest request =
                MockServerHttpRequest.get("/v1/services").build();
        add(Problem.of(new BadCredentialsException("another token"), request));
        add(Problem.of(
                new RefusedException(
                        Refusal.FORBIDDEN,
                        "'shop' may not do that: PUT " + INSTANCE
                                + "/override needs the role 'operate', and it has 'register' for inventory."),
                request));
        add(Problem.of(
                new RefusedException(
                        Refusal.NOT_OWNER,
                        "'inventory-1' of 'inventory' was registered by 'shop', and this request is of 'pricing'. Give each"
                                + " instance an id of its own, or let its owner or an administrator remove it first."),
                request));
        add(Problem.of(new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS), request));
        add(Problem.of(new IllegalStateException("a fault"), request));
    }

    private void add(Answer answer) {
        examples.put(answer.at("/code"), Map.of("value", answer.json()));
    }

    private void add(Problem problem) {
        JsonNode body = new JsonMapper()
                .createObjectNode()
                .put("title", problem.code().status().getReasonPhrase())
                .put("status", problem.code().status().value())
                .put("code", problem.code().word())
                .put("detail", problem.detail());
        examples.put(problem.code().word(), Map.of("value", body));
    }
}
