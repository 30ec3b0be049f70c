package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/** Every endpoint of the server, and who may call it. */
class AccessMatrixTests {

    private static final String EVERYBODY = "nobody reader shop stranger operator admin holder";
    private static final String READ = "reader admin holder";
    private static final String CLIENT = "reader shop stranger admin holder";
    private static final String REGISTER_ORDERS = "shop admin holder";
    /** Whether for that service is looked at by the registry, since the application's name is not that of the service yet. */
    private static final String REGISTER = "shop stranger admin holder";

    private static final String OPERATE = "operator admin holder";
    private static final String ADMIN = "admin holder";

    /** Another endpoint, and another row, fail {@link #everyEndpointIsInTheMatrix}. */
    private static final Map<String, String> MATRIX = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /v1/services", READ),
            Map.entry("GET /v1/services/{service}", READ),
            Map.entry("GET /v1/services/{service}/watchers", READ),
            Map.entry("GET /v1/services/{service}/route", READ),
            Map.entry("GET /v1/services/{service}/ring", READ),
            Map.entry("GET /v1/services/{service}/instances", READ),
            Map.entry("GET /v1/services/{service}/instances/{id}", READ),
            Map.entry("GET /v1/services/{service}/instances/{id}/drain", "reader shop admin holder"),
            Map.entry("PUT /v1/services/{service}/instances/{id}", REGISTER_ORDERS),
            Map.entry("DELETE /v1/services/{service}/instances/{id}", REGISTER_ORDERS),
            Map.entry("PUT /v1/services/{service}/instances/{id}/lease", REGISTER_ORDERS),
            Map.entry("PUT /v1/services/{service}/instances/{id}/status", REGISTER_ORDERS),
            Map.entry("POST /v1/services/{service}/certificates", REGISTER_ORDERS),
            Map.entry("PUT /v1/services/{service}/instances/{id}/override", OPERATE),
            Map.entry("DELETE /v1/services/{service}/instances/{id}/override", OPERATE),
            Map.entry("GET /v1/watch", READ),
            Map.entry("PUT /v1/sessions/{session}", CLIENT),
            Map.entry("GET /v1/events", READ),
            Map.entry("GET /v1/cluster", READ),
            Map.entry("GET /eureka/apps", READ),
            Map.entry("GET /eureka/apps/delta", READ),
            Map.entry("GET /eureka/apps/{app}", READ),
            Map.entry("POST /eureka/apps/{app}", REGISTER),
            Map.entry("GET /eureka/apps/{app}/{id}", READ),
            Map.entry("PUT /eureka/apps/{app}/{id}", REGISTER),
            Map.entry("DELETE /eureka/apps/{app}/{id}", REGISTER),
            Map.entry("PUT /eureka/apps/{app}/{id}/metadata", REGISTER),
            Map.entry("PUT /eureka/apps/{app}/{id}/status", OPERATE),
            Map.entry("DELETE /eureka/apps/{app}/{id}/status", OPERATE),
            Map.entry("GET /eureka/instances/{id}", READ),
            Map.entry("GET /eureka/vips/{vip}", READ),
            Map.entry("GET /eureka/svips/{vip}", READ),
            Map.entry("GET /prometheus/sd", READ),
            Map.entry("GET /v3/api-docs", EVERYBODY),
            Map.entry("GET /sign-in", EVERYBODY),
            Map.entry("POST /sign-in", EVERYBODY),
            Map.entry("DELETE /sign-in", EVERYBODY),
            Map.entry("GET /actuator", ADMIN),
            Map.entry("GET /actuator/health", EVERYBODY),
            Map.entry("GET /actuator/health/{*path}", EVERYBODY),
            Map.entry("GET /actuator/info", EVERYBODY),
            Map.entry("GET /actuator/metrics", READ),
            Map.entry("GET /actuator/metrics/{requiredMetricName}", READ),
            Map.entry("GET /actuator/env", ADMIN),
            Map.entry("GET /actuator/env/{toMatch}", ADMIN)));

    private static RunningRegistry server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        List<String> properties = new ArrayList<>(List.of(
                "ringmaster.server.token=" + token("holder"),
                "ringmaster.server.certificates.enabled=true",
                "ringmaster.server.certificates.directory=" + folder,
                "management.endpoints.web.exposure.include=health,info,metrics,env"));
        properties.addAll(identity("reader", "roles=read"));
        properties.addAll(identity("shop", "roles=register", "services=orders"));
        properties.addAll(identity("stranger", "roles=register", "services=pricing,order-*,orderss"));
        properties.addAll(identity("operator", "roles=operate"));
        properties.addAll(identity("admin", "roles=admin"));
        server = RunningRegistry.start(properties.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyEndpointIsInTheMatrix() {
        Set<String> mapped = new TreeSet<>();
        for (RequestMappingInfoHandlerMapping mapping : server.beans(RequestMappingInfoHandlerMapping.class)) {
            mapping.getHandlerMethods().keySet().forEach(info -> mapped.addAll(endpoints(info)));
        }
        assertThat(MATRIX.keySet()).isEqualTo(mapped);
    }

    static Stream<Arguments> cells() {
        return MATRIX.entrySet().stream()
                .flatMap(row -> Stream.of(EVERYBODY.split(" "))
                        .map(who -> Arguments.of(
                                row.getKey(),
                                who,
                                Set.of(row.getValue().split(" ")).contains(who))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void onlyWhoMayGetsThrough(String endpoint, String who, boolean may) {
        // What is asked for is not legal, so it changes nothing and ends at once.
        String[] call = endpoint.replace("{service}", "orders")
                .replace("{id}", "orders-1")
                .replace("{app}", "ORDERS")
                .replace("{vip}", "orders")
                .replace("{session}", "session-of-" + who)
                .replace("{requiredMetricName}", "ringmaster.instances")
                .replace("{toMatch}", "user.dir")
                .replace("/v1/watch", "/v1/watch?service=not_legal")
                .replace("{*path}", "liveness")
                .split(" ");
        Answer answer = send(call[0], call[1], who);
        if (may) {
            assertThat(answer.status()).isNotIn(401, 403, 405, 500);
            assertThat(answer.status() == 404 ? answer.body() : "").doesNotContain("\"not-found\"");
        } else if (who.equals("nobody")) {
            assertThat(answer.status()).isEqualTo(401);
        } else {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.at("/code")).isEqualTo("forbidden");
            assertThat(answer.at("/detail")).startsWith("'" + who + "' may not do that: ");
        }
    }

    @Test
    void whatIsInNoTableIsNotThereForAnybody() {
        assertThat(send("GET", "/v1/nothing", "admin").at("/code")).isEqualTo("not-found");
        assertThat(send("GET", "/v1/nothing", "nobody").status()).isEqualTo(401);
        assertThat(send("GET", "/nothing/at/all", "admin").at("/code")).isEqualTo("not-found");
        assertThat(send("POST", "/v1/services/orders/instances/orders-1", "admin")
                        .at("/detail"))
                .contains("It has DELETE, GET, PUT.");
        assertThat(send("POST", "/v1/services", "nobody").status()).isEqualTo(401);
        assertThat(send("HEAD", "/v1/services", "reader").status()).isEqualTo(200);
        assertThat(send("HEAD", "/v1/services", "operator").status()).isEqualTo(403);
        assertThat(send("DELETE", "/v1/services/ORDERS/instances/orders-1", "shop")
                        .at("/code"))
                .as("names of services are compared in lower case")
                .isEqualTo("unknown-instance");
    }

    private static Set<String> endpoints(RequestMappingInfo info) {
        Set<String> endpoints = new TreeSet<>();
        info.getPatternsCondition()
                .getPatterns()
                .forEach(path -> info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> endpoints.add(method + " " + path.getPatternString())));
        return endpoints;
    }

    private static Answer send(String method, String path, String who) {
        return who.equals("nobody")
                ? server.send(method, path, null)
                : server.send(method, path, null, "Authorization", "Bearer " + token(who));
    }

    private static List<String> identity(String name, String... settings) {
        List<String> properties = new ArrayList<>();
        String prefix = "ringmaster.server.identities." + name + ".";
        properties.add(prefix + "tokens=" + Tokens.hash(token(name)));
        Stream.of(settings).forEach(setting -> properties.add(prefix + setting));
        return properties;
    }

    private static String token(String who) {
        return "the-token-of-" + who;
    }
}
