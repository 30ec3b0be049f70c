package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SafeStartTests {

    @Test
    void withoutATokenItListensOnLoopbackOnlyAndSaysSo(CapturedOutput output) throws Exception {
        try (RunningRegistry server = RunningRegistry.start()) {
            assertThat(output).contains("No token is set, so it listens on loopback only.");
            assertThat(output).contains("Page: http://localhost:" + server.port() + "/");
            assertThat(output).doesNotContain("security password");
            assertThat(server.get("/actuator/info").at("/access")).isEqualTo("loopback-only");
            Optional<InetAddress> outside = outsideAddress();
            if (outside.isPresent()) {
                assertThat(catchThrowable(() -> connect(outside.get(), server.port())))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void withATokenItListensOnAllAddresses(CapturedOutput output) throws Exception {
        try (RunningRegistry server = RunningRegistry.start("ringmaster.server.token=0123456789abcdef")) {
            assertThat(output)
                    .contains("It listens on all interfaces, and reading and writing ask for a token.")
                    .contains("It speaks plain text");
            assertThat(output).doesNotContain("0123456789abcdef");
            Optional<InetAddress> outside = outsideAddress();
            if (outside.isPresent()) {
                connect(outside.get(), server.port());
            }
        }
    }

    @Test
    void withoutATokenItAnswersToNoNameThatAWebPageCouldBringAlong() {
        try (RunningRegistry server = RunningRegistry.start()) {
            for (String host : new String[] {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "ringmaster.localhost"}) {
                assertThat(statusForHost(server.port(), host + ":" + server.port()))
                        .as(host)
                        .isEqualTo("HTTP/1.1 200 OK");
            }
            for (String host :
                    new String[] {"evil.example", "localhost.evil.example", "192.0.2.7", "127.0.0.1.evil.example"}) {
                assertThat(statusForHost(server.port(), host)).as(host).isEqualTo("HTTP/1.1 400 Bad Request");
            }
        }
        try (RunningRegistry server = RunningRegistry.start("ringmaster.server.token=0123456789abcdef")) {
            assertThat(statusForHost(server.port(), "registry.example")).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    private static String statusForHost(int port, String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String head = "GET /v1/services HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoopbackAddressNeedsNoToken() {
        try (RunningRegistry server = RunningRegistry.start("server.address=127.0.0.1")) {
            assertThat(server.get("/v1/services").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesToListenToTheNetworkWithoutAToken(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start("server.address=0.0.0.0")))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The registry shall listen on 0.0.0.0 (server.address), but has no token")
                .contains("Set ringmaster.server.token");
    }

    @Test
    void refusesATokenThatCanBeGuessedAndDoesNotPrintIt(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start("ringmaster.server.token=hunter2")))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("ringmaster.server.token) is too short")
                .contains("openssl rand")
                .doesNotContain("hunter2");
    }

    @Test
    void anIllegalSettingIsNamedWithALegalOne(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start("ringmaster.server.lease.default-ttl=1500ms")))
                .isNotNull();
        assertThat(output).contains("ringmaster.server.lease.default-ttl is PT1.5S. Use whole seconds from 1s to 1d.");
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static Optional<InetAddress> outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
    }
}
