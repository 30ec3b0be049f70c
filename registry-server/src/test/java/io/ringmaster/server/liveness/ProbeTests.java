package io.ringmaster.server.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.ringmaster.model.Check;
import io.ringmaster.model.Registration;
import io.ringmaster.server.registry.Finding;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** A probe with a name server of its own, which sends every name to loopback but those that begin with {@code no}. */
class ProbeTests {

    private final LoopResources loops = LoopResources.create("probe-test", 1, true);
    private final Scheduler scheduler = Schedulers.newSingle("probe-test-time");
    private DatagramSocket nameServer;
    private DnsAddressResolverGroup names;
    private Probe probe;

    @BeforeEach
    void start() throws IOException {
        nameServer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::answerNames, "name-server");
        thread.setDaemon(true);
        thread.start();
        names = new DnsAddressResolverGroup(
                loops.onChannelClass(DatagramChannel.class, loops.onClient(true)),
                new SingletonDnsServerAddressStreamProvider((InetSocketAddress) nameServer.getLocalSocketAddress()));
        probe = new Probe(Duration.ofSeconds(5), new ProbeFence(List.of()), loops, names, scheduler);
    }

    @AfterEach
    void stop() {
        names.close();
        nameServer.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
        scheduler.dispose();
    }

    @Test
    void aNameLeadsToAnAddressAndThenTheFenceDecides() throws IOException {
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            assertThat(probe("orders.example", port.getLocalPort(), "127.0.0.1"))
                    .isEqualTo(Finding.CONNECTED);
            assertThat(probe("orders.example", port.getLocalPort(), "192.0.2.7"))
                    .isEqualTo(Finding.NOT_ALLOWED);
            port.close();
            assertThat(probe("orders.example", port.getLocalPort(), "127.0.0.1"))
                    .isEqualTo(Finding.REFUSED);
        }
    }

    @Test
    void aNameThatLeadsNowhereProvesNothing() {
        assertThat(probe("nobody.example", 8080, "127.0.0.1")).isEqualTo(Finding.UNREACHABLE);
    }

    @Test
    void anHttpCheckTellsAnAnswerFromSilence() throws IOException {
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            assertThat(httpProbe(port, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                    .isEqualTo(Finding.ANSWERED);
            assertThat(httpProbe(port, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"))
                    .as("it lives, whatever it thinks of us")
                    .isEqualTo(Finding.ANSWERED);
            assertThat(httpProbe(
                            port, "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.7/\r\nContent-Length: 0\r\n\r\n"))
                    .as("nobody is followed elsewhere")
                    .isEqualTo(Finding.ANSWERED);
            assertThat(httpProbe(port, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"))
                    .isEqualTo(Finding.UNHEALTHY);
            assertThat(httpProbe(port, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx"))
                    .as("a body is not read")
                    .isEqualTo(Finding.ANSWERED);
            assertThat(httpProbe(port, null)).isEqualTo(Finding.SILENT);
            assertThat(httpProbe(port, "")).as("it broke the connection off").isEqualTo(Finding.UNREACHABLE);
        }
    }

    @Test
    void anHttpCheckAsksForItsPathAndNamesItself() throws Exception {
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<String> request = new CompletableFuture<>();
            answerOne(port, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", request);
            ask(probe, port);
            assertThat(request.get(30, TimeUnit.SECONDS))
                    .startsWith("GET /live?deep HTTP/1.1\r\n")
                    .containsIgnoringCase("host: orders.example:" + port.getLocalPort() + "\r\n")
                    .containsIgnoringCase("user-agent: Ringmaster-Probe\r\n");
        }
    }

    /** The answer is null for none and empty for a closed connection. */
    private Finding httpProbe(ServerSocket port, String answer) {
        answerOne(port, answer, new CompletableFuture<>());
        Duration patience = answer == null ? Duration.ofMillis(100) : Duration.ofSeconds(5);
        return ask(new Probe(patience, new ProbeFence(List.of()), loops, names, scheduler), port);
    }

    private static Finding ask(Probe probe, ServerSocket port) {
        Registration claim = new Registration(
                "orders",
                "a",
                null,
                "orders.example",
                port.getLocalPort(),
                null,
                1,
                Map.of(),
                9,
                new Check(Check.Type.HTTP, "/live?deep"),
                null,
                0);
        return probe.probe(claim, "127.0.0.1").block(Duration.ofSeconds(30));
    }

    private static void answerOne(ServerSocket port, String answer, CompletableFuture<String> request) {
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = port.accept()) {
                        byte[] bytes = new byte[4096];
                        int length = socket.getInputStream().read(bytes);
                        request.complete(new String(bytes, 0, length, StandardCharsets.US_ASCII));
                        if (answer != null) {
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                            socket.getOutputStream().flush();
                        }
                        if (answer == null || !answer.isEmpty()) {
                            // Until the probe hangs up.
                            while (socket.getInputStream().read(bytes) >= 0) {}
                        }
                    } catch (IOException e) {
                        request.completeExceptionally(e);
                    }
                },
                "one-answer");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void anAdministratorMayAllowANetwork() throws Exception {
        ProbeFence fence = new ProbeFence(List.of("10.1.0.0/16", "fd00::/8"));
        assertThat(fence.allows(InetAddress.getByName("10.1.2.3"), "192.0.2.7")).isTrue();
        assertThat(fence.allows(InetAddress.getByName("10.2.2.3"), "192.0.2.7")).isFalse();
        assertThat(fence.allows(InetAddress.getByName("fd00::7"), "192.0.2.7")).isTrue();
        assertThatThrownBy(() -> new ProbeFence(List.of("10.1.0.0")))
                .hasMessageContaining("'10.1.0.0'")
                .hasMessageContaining("such as 10.0.0.0/8");
        assertThatThrownBy(() -> new ProbeFence(List.of("10.1.0.0/99"))).hasMessageContaining("'10.1.0.0/99'");
        assertThatThrownBy(() -> new ProbeFence(List.of("orders.example/8")))
                .hasMessageContaining("'orders.example/8'");
    }

    private Finding probe(String host, int port, String registeredFrom) {
        Registration claim =
                new Registration("orders", "a", null, host, port, null, 1, Map.of(), 9, Check.TCP, null, 0);
        return probe.probe(claim, registeredFrom).block(Duration.ofSeconds(30));
    }

    private void answerNames() {
        byte[] bytes = new byte[512];
        while (!nameServer.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(bytes, bytes.length);
                nameServer.receive(query);
                ByteBuffer asked = ByteBuffer.wrap(query.getData(), 0, query.getLength());
                int end = 12;
                while (asked.get(end) != 0) {
                    end += asked.get(end) + 1;
                }
                boolean known = asked.get(13) != 'n';
                boolean ipv4 = asked.getShort(end + 1) == 1;
                ByteBuffer answer = ByteBuffer.allocate(512);
                answer.putShort(asked.getShort(0)).putShort((short) (known ? 0x8180 : 0x8183));
                answer.putShort((short) 1)
                        .putShort((short) (known && ipv4 ? 1 : 0))
                        .putInt(0);
                answer.put(query.getData(), 12, end + 5 - 12);
                if (known && ipv4) {
                    answer.putShort((short) 0xC00C)
                            .putShort((short) 1)
                            .putShort((short) 1)
                            .putInt(1);
                    answer.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
                }
                nameServer.send(new DatagramPacket(answer.array(), answer.position(), query.getSocketAddress()));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }
}
