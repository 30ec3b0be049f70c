package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** Real sockets on loopback, several nodes in this process. */
class JGroupsTransportTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "0123456789abcdef";

    private final List<JGroupsTransport> open = new CopyOnWriteArrayList<>();
    private final int[] ports = FreePorts.of(3);

    @AfterEach
    void closeAll() {
        open.forEach(JGroupsTransport::close);
    }

    @Test
    void messagesOfANodeArriveInTheirOrder() throws Exception {
        Node a = start(0, null);
        Node b = start(1, null);
        awaitView(2, a, b);
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            byte[] message = ByteBuffer.allocate(200).putInt(i).array();
            if (i % 2 == 0) {
                a.transport.broadcast(message);
            } else {
                a.transport.send(b.self(), message);
            }
        }
        await().atMost(PATIENCE).until(() -> b.received.size() == count);
        assertThat(b.received.stream()
                        .map(message -> ByteBuffer.wrap(message.bytes).getInt()))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        assertThat(b.received).allMatch(message -> message.from.equals(a.self()));
        assertThat(a.received).isEmpty();
        assertThat(a.transport.dropped()).isZero();
    }

    @Test
    void allSeeTheSameNodesInTheSameOrderAndWhoLeaves() throws Exception {
        Node a = start(0, SECRET);
        assertThat(a.lastView()).containsExactly(a.self());
        Node b = start(1, SECRET);
        Node c = start(2, SECRET);
        awaitView(3, a, b, c);
        assertThat(b.lastView()).isEqualTo(a.lastView()).isEqualTo(c.lastView());
        a.transport.close();
        awaitView(2, b, c);
        assertThat(b.lastView()).isEqualTo(c.lastView()).doesNotContain(a.self());
        b.transport.send(a.self(), new byte[1]);
        byte[] large = new byte[200_000];
        large[large.length - 1] = 1;
        b.transport.broadcast(large);
        await().atMost(PATIENCE).until(() -> !c.received.isEmpty());
        assertThat(c.received)
                .singleElement()
                .satisfies(message -> assertThat(message.bytes).isEqualTo(large));
    }

    @Test
    void nobodyListensToAStrangerWithAnotherSecretOrNone() throws Exception {
        Node a = start(0, SECRET);
        Node otherSecret = start(1, SECRET + "x");
        Node noSecret = start(2, null);
        Node b = start(FreePorts.of(1)[0], SECRET, "127.0.0.1:" + ports[0]);
        awaitView(2, a, b);
        otherSecret.transport.broadcast(new byte[1]);
        noSecret.transport.broadcast(new byte[1]);
        a.transport.broadcast(new byte[2]);
        await().atMost(PATIENCE).until(() -> !b.received.isEmpty());
        assertThat(otherSecret.views).containsOnly(List.of(otherSecret.self()));
        assertThat(noSecret.views).containsOnly(List.of(noSecret.self()));
        assertThat(a.views).allMatch(view -> List.of(a.self(), b.self()).containsAll(view));
        assertThat(a.received).isEmpty();
        assertThat(b.received).hasSize(1);
    }

    @Test
    void aNameThatCannotBeResolvedStopsNobody() throws Exception {
        Node a = start(ports[0], null, "nosuch.invalid:7861", "127.0.0.1:" + ports[1]);
        Node b = start(ports[1], null, "127.0.0.1:" + ports[0], "nosuch.invalid:7861");
        awaitView(2, a, b);
        Node c = start(ports[2], null, "dns:nosuch.invalid");
        assertThat(c.lastView()).containsExactly(c.self());
    }

    @Test
    void aDnsNameInsteadOfAListWillDo() throws Exception {
        Node a = start(ports[0], null, "dns:localhost");
        assertThat(a.lastView()).containsExactly(a.self());
    }

    @Test
    void nodesThatStartAtTheSameMomentComeTogether() {
        Node[] nodes =
                IntStream.range(0, 3)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> start(i, null)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toArray(Node[]::new);
        awaitView(3, nodes);
        assertThat(nodes[0].lastView()).isEqualTo(nodes[1].lastView()).isEqualTo(nodes[2].lastView());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports[0], 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(0, null))
                    .hasMessageContaining("cannot listen")
                    .hasStackTraceContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void withTlsNobodyIsLetInWhoHasTheSecretAndNoCertificateOfTheNodes() throws Exception {
        X509Bundle authority = NodeCertificates.authority();
        Node a = start(tls(authority), 0);
        Node b = start(tls(authority), 1);
        awaitView(2, a, b);
        Node noCertificate = start(2, SECRET);
        Node another = start(tls(NodeCertificates.authority()), FreePorts.of(1)[0], SECRET, "127.0.0.1:" + ports[0]);
        noCertificate.transport.broadcast(new byte[1]);
        another.transport.broadcast(new byte[1]);
        a.transport.broadcast(new byte[2]);
        await().atMost(PATIENCE).until(() -> !b.received.isEmpty());
        assertThat(noCertificate.views).containsOnly(List.of(noCertificate.self()));
        assertThat(another.views).containsOnly(List.of(another.self()));
        assertThat(a.views).allMatch(view -> List.of(a.self(), b.self()).containsAll(view));
        assertThat(a.received).isEmpty();
        assertThat(b.received).hasSize(1);
    }

    @Test
    void theNodesMoveToAnotherAuthorityWithoutLosingEachOther() throws Exception {
        X509Bundle old = NodeCertificates.authority();
        X509Bundle next = NodeCertificates.authority();
        NodeTls tlsOfA = tls(old);
        NodeTls tlsOfB = tls(old);
        Node a = start(tlsOfA, 0);
        Node b = start(tlsOfB, 1);
        awaitView(2, a, b);
        int viewsOfA = a.views.size();

        for (NodeTls node : List.of(tlsOfA, tlsOfB)) {
            node.renew("nodes", NodeCertificates.bundle(old, old, next));
        }
        for (NodeTls node : List.of(tlsOfA, tlsOfB)) {
            node.renew("nodes", NodeCertificates.bundle(next, old, next));
        }
        Node oldOne = start(tls(old), FreePorts.of(1)[0], SECRET, "127.0.0.1:" + ports[0]);
        assertThat(oldOne.views)
                .as("it does not know yet whom the others are issued by")
                .containsOnly(List.of(oldOne.self()));
        for (NodeTls node : List.of(tlsOfA, tlsOfB)) {
            node.renew("nodes", NodeCertificates.bundle(next, next));
        }

        Node newOne = start(tls(next), 2);
        awaitView(3, a, b, newOne);
        NodeTls trustsBoth = NodeTls.of("nodes", NodeCertificates.bundle(old, old, next));
        Node stranger = start(trustsBoth, FreePorts.of(1)[0], SECRET, "127.0.0.1:" + ports[0]);
        a.transport.broadcast(new byte[2]);
        await().atMost(PATIENCE).until(() -> !newOne.received.isEmpty() && !b.received.isEmpty());
        assertThat(stranger.views).containsOnly(List.of(stranger.self()));
        assertThat(stranger.received).isEmpty();
        assertThat(a.views.subList(viewsOfA, a.views.size()))
                .as("nobody left, only one came")
                .containsExactly(newOne.lastView());
    }

    @Test
    void whoWasLetInByTheAuthorityBeforeIsNotLetInAgain() throws Exception {
        X509Bundle old = NodeCertificates.authority();
        X509Bundle next = NodeCertificates.authority();
        NodeTls tls = tls(old);
        start(tls, 0);
        SSLContext caller = NodeCertificates.bundle(old, old, next).createSslContext();
        long first = whenTheSessionBegan(caller);
        assertThat(whenTheSessionBegan(caller))
                .as("a session is gone on with, so its certificates are not looked at again")
                .isEqualTo(first);

        tls.renew("nodes", NodeCertificates.bundle(next, next));

        assertThatThrownBy(() -> whenTheSessionBegan(caller)).isInstanceOf(IOException.class);
    }

    @Test
    void certificatesThatNoNodeCouldUseChangeNothing() throws Exception {
        X509Bundle authority = NodeCertificates.authority();
        X509Bundle another = NodeCertificates.authority();
        NodeTls tls = tls(authority);
        Node a = start(tls, 0);

        tls.renew("nodes", NodeCertificates.bundle(another, authority));
        tls.renew("nodes", NodeCertificates.withTheKeyOfAnother(authority));
        tls.renew("nodes", SslBundle.of(SslStoreBundle.of(null, null, null)));
        Node b = start(tls(authority), 1);

        awaitView(2, a, b);
    }

    @Test
    void whoDoesNotSpeakTlsIsSentAwayAndThereIsNoOtherPort() throws Exception {
        start(tls(NodeCertificates.authority()), 0);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), ports[0])) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            plain.getOutputStream().write("bela and whatever else".getBytes(StandardCharsets.US_ASCII));
            assertThat(whatComesBack(plain)).as("a TLS alert, and the end").hasSizeLessThanOrEqualTo(7);
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), ports[0] + 100))
                .as("where the engine would listen for who watches whether a node lives")
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void whoAcceptsConnectionsAndAnswersNoHandshakeHoldsUpNobody() throws Exception {
        X509Bundle authority = NodeCertificates.authority();
        try (ServerSocket hangs = new ServerSocket(ports[2], 50, InetAddress.getLoopbackAddress())) {
            Node a = start(tls(authority), 0);
            Node b = start(tls(authority), 1);
            awaitView(2, a, b);
            a.transport.broadcast(new byte[2]);
            await().atMost(PATIENCE).until(() -> !b.received.isEmpty());
            assertThat(hangs.isClosed()).isFalse();
        }
    }

    /** Connects, says nothing, and hears what the other side says before it ends that. */
    private long whenTheSessionBegan(SSLContext caller) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) caller.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), ports[0])) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            socket.getOutputStream().write(new byte[100]);
            socket.getInputStream().readAllBytes();
            return socket.getSession().getCreationTime();
        }
    }

    private static byte[] whatComesBack(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private static NodeTls tls(X509Bundle authority) throws Exception {
        return NodeTls.of("nodes", NodeCertificates.bundle(authority, authority));
    }

    private Node start(int index, @Nullable String secret) {
        return start(ports[index], secret, allPorts());
    }

    private Node start(NodeTls tls, int index) {
        return start(tls, ports[index], SECRET, allPorts());
    }

    private String[] allPorts() {
        return IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new);
    }

    private Node start(int port, @Nullable String secret, String... nodes) {
        return start(null, port, secret, nodes);
    }

    private Node start(@Nullable NodeTls tls, int port, @Nullable String secret, String... nodes) {
        JGroupsTransport transport;
        try {
            transport = new JGroupsTransport(
                    new ClusterProperties(
                            List.of(nodes),
                            InetAddress.getLoopbackAddress(),
                            port,
                            secret,
                            null,
                            new ClusterProperties.Ssl(null)),
                    "life",
                    tls);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        open.add(transport);
        Node node = new Node(transport);
        transport.start(node);
        return node;
    }

    private static void awaitView(int size, Node... nodes) {
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, nodes.length)
                        .allMatch(i -> nodes[i].lastView().size() == size));
    }

    private record Received(String from, byte[] bytes) {}

    private static final class Node implements PeerTransport.Receiver {

        private final JGroupsTransport transport;
        private final List<Received> received = new CopyOnWriteArrayList<>();
        private final List<List<String>> views = new CopyOnWriteArrayList<>();

        Node(JGroupsTransport transport) {
            this.transport = transport;
        }

        String self() {
            return transport.self();
        }

        List<String> lastView() {
            return views.get(views.size() - 1);
        }

        @Override
        public void received(String from, byte[] message) {
            received.add(new Received(from, message));
        }

        @Override
        public void viewChanged(List<String> nodes) {
            views.add(nodes);
        }
    }
}
