package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send requests before they have the answers to those before. */
class SentAheadTests {

    private static final String PUT = new String(
                    RawConnection.put("/v1/services/a/instances/a", "of no use", "{\"port\":1}"),
                    StandardCharsets.US_ASCII)
            .replaceAll("Authorization: [^\r]*\r\n", "");

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
    void aFewAreAnsweredInTheirOrder() throws IOException {
        try (RawConnection connection = new RawConnection(server.port())) {
            for (int round = 0; round < 3; round++) {
                connection.write(
                        bytes(PUT.repeat(SentAhead.MOST - 1) + "GET /v1/services HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                for (int i = 1; i < SentAhead.MOST; i++) {
                    assertThat(connection.read().status()).isIn(200, 201);
                }
                assertThat(connection.read().body()).contains("\"services\"");
            }
        }
    }

    @Test
    void whoSendsManyLosesTheConnection() throws IOException {
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write(bytes(PUT.repeat(100)));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            connection.read();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
        assertThat(server.get("/v1/services").status()).isEqualTo(200);
    }

    @Test
    void manyAfterOneAnotherAreFine() throws IOException {
        try (RawConnection connection = new RawConnection(server.port())) {
            for (int i = 0; i < 100; i++) {
                assertThat(connection.send(bytes(PUT)).status()).isIn(200, 201);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
