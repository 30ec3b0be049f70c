package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.server.registry.RegistryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClusterConfigurationTests {

    private static final String SHOW = "management.endpoint.health.show-components=always";

    @Test
    void nodesThatAreNamedFindEachOtherAndTellOfIt() {
        int[] ports = FreePorts.of(2);
        try (RunningRegistry a = start(ports[0], ports[1], "a");
                RunningRegistry b = start(ports[1], ports[0], "b")) {
            a.register("inventory", "one", "{\"port\":1}");
            await().until(() -> b.get("/v1/services/inventory/instances/one").status() == 200);
            Answer cluster = b.get("/v1/cluster");
            assertThat(cluster.json().at("/nodes")).hasSize(2);
            assertThat(cluster.at("/nodes/0/id")).startsWith("b-");
            assertThat(cluster.at("/nodes/1/id")).startsWith("a-");
            assertThat(cluster.at("/nodes/1/self")).isEqualTo("false");
            assertThat(a.bean(RegistryStore.class)).isInstanceOf(ClusteredStore.class);
            assertThat(a.get("/actuator/health/cluster").at("/status")).isEqualTo("UP");
            drainsAcross(a, b);
            a.close();
            b.clock().advance(Duration.ofSeconds(1));
            await().until(() -> b.get("/v1/cluster").json().at("/nodes").size() == 1);
            assertThat(b.get("/v1/services/inventory/instances/one").status()).isEqualTo(200);
        }
    }

    /** Whoever asks one node is told of those who watch at the other. */
    private static void drainsAcross(RunningRegistry a, RunningRegistry b) {
        try (EventStream watch = EventStream.open(b.port(), "/v1/watch?service=inventory&session=session-of-caller")) {
            watch.upTo("synced");
            b.put("/v1/sessions/session-of-caller", "{\"application\":\"shop\"}");
            a.put("/v1/services/inventory/instances/one/status", "{\"status\":\"DRAINING\"}");
            String revision = watch.next("put").id();
            Answer waiting = a.get("/v1/services/inventory/instances/one/drain");
            assertThat(waiting.at("/acknowledged")).isEqualTo("false");
            assertThat(waiting.at("/watchers")).isEqualTo("1");
            assertThat(waiting.at("/waitingFor/0/node")).startsWith("b-");
            assertThat(waiting.at("/waitingFor/0/application")).isEqualTo("shop");
            b.put("/v1/sessions/session-of-caller", "{\"revision\":\"" + revision + "\"}");
            assertThat(a.get("/v1/services/inventory/instances/one/drain?timeoutSeconds=30")
                            .at("/acknowledged"))
                    .isEqualTo("true");
        }
    }

    @Test
    void withNoNodesNamedThereIsNothingOfIt() {
        try (RunningRegistry alone = RunningRegistry.start(SHOW, "ringmaster.server.cluster.nodes=")) {
            assertThat(alone.get("/v1/cluster").json().at("/nodes")).hasSize(1);
            assertThat(alone.get("/actuator/health/cluster").status()).isEqualTo(404);
            assertThat(alone.bean(RegistryStore.class)).isNotInstanceOf(ClusteredStore.class);
        }
    }

    @Test
    void refusesToTalkToTheNetworkWithoutASecret(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start(
                        "ringmaster.server.cluster.nodes=192.0.2.7",
                        "ringmaster.server.cluster.bind-address=192.0.2.7")))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("ringmaster.server.cluster.bind-address is 192.0.2.7, but there is no secret")
                .contains("Set ringmaster.server.cluster.secret");
    }

    @Test
    void refusesTlsThatDoesNotSayWhoIsANode(CapturedOutput output) throws Exception {
        X509Bundle node = new CertificateBuilder()
                .subject("CN=node")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        assertThat(catchThrowable(() -> RunningRegistry.start(
                        "ringmaster.server.cluster.nodes=localhost",
                        "ringmaster.server.cluster.ssl.bundle=nodes",
                        "spring.ssl.bundle.pem.nodes.keystore.certificate=" + node.getCertificatePEM(),
                        "spring.ssl.bundle.pem.nodes.keystore.private-key=" + node.getPrivateKeyPEM())))
                .isNotNull();
        assertThat(output).contains("does not say who issues those of the others");
    }

    @Test
    void theCertificateOfANodeIsReadAgainWhenItsFilesChange(@TempDir Path folder, CapturedOutput output)
            throws Exception {
        X509Bundle authority = NodeCertificates.authority();
        X509Bundle first = NodeCertificates.node(authority);
        X509Bundle renewed = NodeCertificates.node(authority);
        NodeCertificates.write(folder, first, authority);
        int[] ports = FreePorts.of(2);
        List<String> properties = new ArrayList<>(NodeCertificates.properties(folder));
        properties.add("ringmaster.server.cluster.nodes=127.0.0.1:" + ports[1]);
        properties.add("ringmaster.server.cluster.port=" + ports[0]);
        try (RunningRegistry node = RunningRegistry.start(properties.toArray(String[]::new))) {
            SSLContext caller = NodeCertificates.bundle(authority, authority).createSslContext();
            assertThat(shownAt(ports[0], caller)).isEqualTo(first.getCertificate());

            NodeCertificates.write(folder, renewed, authority);
            await().until(() -> renewed.getCertificate().equals(shownAt(ports[0], caller)));

            Files.writeString(folder.resolve("node.pem"), "half of a fi");
            await().until(() -> output.getOut().contains("Unable to create key store: Missing certificates"));
            NodeCertificates.write(folder, first, NodeCertificates.authority());
            await().until(() -> output.getOut().contains("what no two nodes could know each other by"));
            assertThat(shownAt(ports[0], caller)).isEqualTo(renewed.getCertificate());

            NodeCertificates.write(folder, first, authority);
            await().until(() -> first.getCertificate().equals(shownAt(ports[0], caller)));
        }
    }

    private static Certificate shownAt(int port, SSLContext caller) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) caller.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void doesNotPrintASecretThatIsTooShort(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start(
                        "ringmaster.server.cluster.nodes=localhost", "ringmaster.server.cluster.secret=hunter2")))
                .isNotNull();
        assertThat(output).contains("secret is too short").doesNotContain("hunter2");
    }

    private static RunningRegistry start(int port, int other, String name) {
        return RunningRegistry.start(
                SHOW,
                "ringmaster.server.cluster.nodes=127.0.0.1:" + other,
                "ringmaster.server.cluster.port=" + port,
                "ringmaster.server.cluster.name=" + name);
    }
}
