package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That the short way is there in a running server. The framework adds headers that it does not. */
class ShortWayServerTests {

    private static final String FROM_THE_FRAMEWORK = "X-Content-Type-Options";
    private static final String BEAT = "/v1/sessions/session-one";

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBeatOfTheClientOfTheJdkTakesIt() {
        RunningRegistry.Answer answer = server.put(BEAT, "{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(FROM_THE_FRAMEWORK)).isNull();
    }

    @Test
    void soDoesARegistration() {
        RunningRegistry.Answer answer =
                server.put("/v1/services/a/instances/a-1", "{\"host\":\"10.0.0.7\",\"port\":1}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header(FROM_THE_FRAMEWORK)).isNull();
    }

    @Test
    void whatIsNotPlainDoesNot() {
        RunningRegistry.Answer answer =
                server.send("PUT", BEAT, "{}", "Content-Type", "application/json", "Forwarded", "for=10.0.0.7");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(FROM_THE_FRAMEWORK)).isEqualTo("nosniff");
    }
}
