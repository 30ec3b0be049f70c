package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SecurityTests {

    private static final String TOKEN = "0123456789abcdef-token";
    private static final String SERVICES = "/v1/services";

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start("ringmaster.server.token=" + TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoShowsTheTokenMayDoEverything() {
        assertThat(server.get(SERVICES, "Authorization", "Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(server.get(SERVICES, "Authorization", "bearer  " + TOKEN).status())
                .isEqualTo(200);
        Answer put = server.send(
                "PUT",
                "/v1/services/a/instances/a",
                "{\"port\":1}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + TOKEN);
        assertThat(put.status()).isEqualTo(201);
        try (EventStream watch = EventStream.open(server.port(), "/v1/watch", "Authorization: Bearer " + TOKEN)) {
            watch.upTo("synced");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdef-toke", "Bearer x", "Basic dTpw", "x"})
    void whoDoesNotShowItGetsAProblemThatSaysWhatToDo(String header) {
        Answer answer = header.isEmpty() ? server.get(SERVICES) : server.get(SERVICES, "Authorization", header);
        assertUnauthorized(answer);
    }

    /** All that a Eureka client can be told is a URL such as {@code http://any:token@registry:8761/eureka/}. */
    @Test
    void theTokenMayBeThePasswordOfAnybody() {
        for (String user : new String[] {"any", "", "ringmaster", "a b"}) {
            assertThat(server.get("/eureka/apps/", "Authorization", basic(user + ":" + TOKEN))
                            .status())
                    .isEqualTo(200);
        }
        assertUnauthorized(server.get("/eureka/apps/", "Authorization", basic(TOKEN + ":x")));
        assertUnauthorized(server.get("/eureka/apps/", "Authorization", "Basic ???"));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eureka", "/eureka/v2", "", "/v2"})
    void noPathOfEurekaIsOpenWithoutIt(String prefix) {
        assertUnauthorized(server.get(prefix + "/apps"));
        assertUnauthorized(server.get(prefix + "/apps/"));
        assertUnauthorized(server.get(prefix + "/apps/delta"));
        assertUnauthorized(server.get(prefix + "/instances/a"));
        assertUnauthorized(server.get(prefix + "/vips/a"));
        assertUnauthorized(server.get(prefix + "/svips/a"));
        assertUnauthorized(server.send("POST", prefix + "/apps/A", "{}", "Content-Type", "application/json"));
        assertUnauthorized(server.delete(prefix + "/apps/A/a"));
        assertUnauthorized(server.put(prefix + "/apps/A/a/status?value=DOWN", "{}"));
    }

    @Test
    void nothingOfTheApiIsOpenWithoutIt() {
        assertUnauthorized(server.put("/v1/services/b/instances/b", "{\"port\":1}"));
        assertUnauthorized(server.delete("/v1/services/a/instances/a"));
        assertUnauthorized(server.put("/v1/sessions/session-one", "{}"));
        assertUnauthorized(server.get("/v1/watch", "Accept", "text/event-stream"));
        assertUnauthorized(server.get("/v1/events"));
        assertUnauthorized(server.get("/v1/cluster"));
        assertUnauthorized(server.get("/v1/nothing"));
        assertUnauthorized(server.get("/prometheus/sd"));
        assertUnauthorized(server.get("/actuator/prometheus"));
        assertThat(server.registry().listing().catalog().service("b")).isNull();
    }

    @Test
    void healthAndInfoAreOpenAndNothingElseOfTheActuator() {
        assertThat(server.get("/actuator/health").at("/status")).isEqualTo("UP");
        assertThat(server.get("/actuator/health").at("/components")).isNull();
        assertThat(server.get("/actuator/health/liveness").at("/status")).isEqualTo("UP");
        assertThat(server.get("/actuator/health/readiness").at("/status")).isEqualTo("UP");
        assertThat(server.get("/actuator/info").at("/access")).isEqualTo("token");
        for (String closed : new String[] {"metrics", "env", "sbom", "configprops", "heapdump", "shutdown"}) {
            String path = "/actuator/" + closed;
            assertThat(server.get(path).status()).as(closed).isEqualTo(401);
            assertThat(server.get(path, "Authorization", "Bearer " + TOKEN).status())
                    .as(closed)
                    .isEqualTo(404);
        }
    }

    @Test
    void everyAnswerForbidsABrowserWhatThePageDoesNotNeed() {
        for (String path : new String[] {"/", "/nothing", SERVICES, "/actuator/health"}) {
            Answer answer = server.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void readingMayBeOpenToEverybody() {
        try (RunningRegistry open =
                RunningRegistry.start("ringmaster.server.token=" + TOKEN, "ringmaster.server.anonymous-read=true")) {
            assertThat(open.get(SERVICES).status()).isEqualTo(200);
            assertThat(open.get("/actuator/info").at("/access")).isEqualTo("token-to-write");
            try (EventStream watch = EventStream.open(open.port(), "/v1/watch")) {
                watch.upTo("synced");
            }
            assertThat(open.get("/eureka/apps/").status()).isEqualTo(200);
            assertUnauthorized(open.delete("/eureka/apps/A/a"));
            assertUnauthorized(open.put("/v1/services/a/instances/a", "{\"port\":1}"));
            assertUnauthorized(open.get(SERVICES, "Authorization", "Bearer wrong"));
        }
    }

    @Test
    void noTokenIsInTheLogHoweverMuchIsLogged(CapturedOutput output) {
        try (RunningRegistry talkative = RunningRegistry.start(
                "ringmaster.server.token=" + TOKEN,
                "logging.level.root=trace",
                "ringmaster.server.identities.shop.tokens=" + Tokens.hash("a-token-of-the-shop"),
                "ringmaster.server.identities.shop.roles=read")) {
            String jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.signature-of-a-jwt";
            for (String shown : new String[] {TOKEN, "a-token-of-the-shop", "a-token-that-is-wrong", jwt}) {
                talkative.get(SERVICES, "Authorization", "Bearer " + shown);
                talkative.send("PUT", "/v1/services/a/instances/a", "{", "Authorization", "Bearer " + shown);
            }
        }
        assertThat(output)
                .contains("TRACE")
                .doesNotContain(TOKEN)
                .doesNotContain("a-token-of-the-shop")
                .doesNotContain("a-token-that-is-wrong")
                .doesNotContain("signature-of-a-jwt");
    }

    @Test
    void theTokenIsNotInWhatIsPrinted() {
        assertThat(new AccessProperties(TOKEN, false, Map.of()).toString()).doesNotContain(TOKEN);
    }

    private static void assertUnauthorized(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"ringmaster\"");
        assertThat(answer.at("/code")).isEqualTo("unauthorized");
        assertThat(answer.at("/detail")).contains("ringmaster.client.token").doesNotContain(TOKEN);
    }
}
