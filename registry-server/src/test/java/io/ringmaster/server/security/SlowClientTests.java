package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Clients that hold a connection by sending a request as slowly as they can. */
@ExtendWith(OutputCaptureExtension.class)
class SlowClientTests {

    private static final int MOST_BYTES = 500;
    private static final int PAUSE_MILLIS = 40;

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start("server.netty.idle-timeout=500ms", "ringmaster.server.watch.heartbeat=100ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /v1/services HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "PUT /v1/services/a/instances/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 60000\r\n\r\n{\"port\":1,\"zone\":\"",
                "PUT /v1/services/a/instances/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n",
            })
    void whoDoesNotComeToAnEndLosesTheConnectionAndFillsNoLog(String begin, CapturedOutput output) throws IOException {
        try (EventStream stream = EventStream.open(server.port(), "/v1/watch");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            stream.upTo("synced");
            socket.setSoTimeout(PAUSE_MILLIS);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
            assertThat(isClosedWhileDribbling(socket, begin.isEmpty())).isTrue();
            server.register("slow", "a" + begin.length(), "{\"port\":1}");
            stream.upTo("put");
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void whoHangsUpInTheMiddleFillsNoLog(CapturedOutput output) throws IOException {
        Counter refused =
                server.bean(MeterRegistry.class).counter("ringmaster.requests.refused", "code", "invalid-request");
        double before = refused.count();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            ("PUT /v1/services/a/instances/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 60000\r\n\r\n{\"port\":1")
                                    .getBytes(StandardCharsets.US_ASCII));
        }
        await("the registry notices").until(() -> refused.count() > before);
        assertThat(output).doesNotContain("ERROR");
    }

    private static boolean isClosedWhileDribbling(Socket socket, boolean silent) {
        for (int i = 0; i < MOST_BYTES; i++) {
            try {
                if (!silent) {
                    socket.getOutputStream().write('1');
                }
                if (socket.getInputStream().read(new byte[8192]) < 0) {
                    return true;
                }
            } catch (SocketTimeoutException stillOpen) {
                // The pause between two bytes.
            } catch (IOException closed) {
                return true;
            }
        }
        return false;
    }
}
