package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
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
            assertThat(output).contains("A token is set. It listens on all interfaces");
            assertThat(output).doesNotContain("0123456789abcdef");
            Optional<InetAddress> outside = outsideAddress();
            if (outside.isPresent()) {
                connect(outside.get(), server.port());
            }
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
