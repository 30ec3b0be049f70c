package io.ringmaster.server.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** A probe with a name server of its own, which sends every name to loopback but those that begin with {@code no}. */
class TcpProbeTests {

    private final LoopResources loops = LoopResources.create("probe-test", 1, true);
    private final Scheduler scheduler = Schedulers.newSingle("probe-test-time");
    private DatagramSocket nameServer;
    private DnsAddressResolverGroup names;
    private TcpProbe probe;

    @BeforeEach
    void start() throws IOException {
        nameServer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::answerNames, "name-server");
        thread.setDaemon(true);
        thread.start();
        names = new DnsAddressResolverGroup(
                loops.onChannelClass(DatagramChannel.class, loops.onClient(true)),
                new SingletonDnsServerAddressStreamProvider((InetSocketAddress) nameServer.getLocalSocketAddress()));
        probe = new TcpProbe(Duration.ofSeconds(5), loops, names, scheduler);
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
                    .isEqualTo(ProbeOutcome.CONNECTED);
            assertThat(probe("orders.example", port.getLocalPort(), "192.0.2.7"))
                    .isEqualTo(ProbeOutcome.NOT_ALLOWED);
            port.close();
            assertThat(probe("orders.example", port.getLocalPort(), "127.0.0.1"))
                    .isEqualTo(ProbeOutcome.REFUSED);
        }
    }

    @Test
    void aNameThatLeadsNowhereProvesNothing() {
        assertThat(probe("nobody.example", 8080, "127.0.0.1")).isEqualTo(ProbeOutcome.UNREACHABLE);
    }

    private ProbeOutcome probe(String host, int port, String registeredFrom) {
        return probe.probe(host, port, registeredFrom).block(Duration.ofSeconds(30));
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
