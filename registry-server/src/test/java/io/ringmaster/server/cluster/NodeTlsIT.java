package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.X509Bundle;
import io.ringmaster.server.RegistryProcess;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Packaged registries with TLS between them, and with files that change while they run. */
class NodeTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A broken connection takes one or two seconds; before this has passed, missing heartbeats tell nothing. */
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @TempDir
    private Path directory;

    private final Ticker ticker = Ticker.system();
    private final int[] ports = FreePorts.of(3);

    @Test
    void aKilledNodeIsMissedAtOnceAndOneWithACertificateOfTheNextAuthorityComes() throws Exception {
        X509Bundle old = NodeCertificates.authority();
        X509Bundle next = NodeCertificates.authority();
        try (RegistryProcess a = node(0, old, old);
                RegistryProcess b = node(1, old, old);
                RegistryProcess c = node(2, next, next)) {
            a.start();
            b.start();
            awaitNodes(a, 2);

            b.kill();
            Moment killed = ticker.now();
            awaitNodes(a, 1);
            assertThat(ticker.now().since(killed)).isLessThan(AT_ONCE);

            NodeCertificates.write(folder(0), NodeCertificates.node(next), next);
            c.start();
            awaitNodes(a, 2);
            awaitNodes(c, 2);
        }
    }

    private RegistryProcess node(int i, X509Bundle issuer, X509Bundle trusted) throws Exception {
        Files.createDirectory(folder(i));
        NodeCertificates.write(folder(i), NodeCertificates.node(issuer), trusted);
        List<String> arguments = new ArrayList<>();
        NodeCertificates.properties(folder(i)).forEach(property -> arguments.add("--" + property));
        arguments.addAll(List.of(
                "--ringmaster.server.cluster.nodes="
                        + String.join(
                                ",",
                                IntStream.of(ports)
                                        .mapToObj(port -> "127.0.0.1:" + port)
                                        .toList()),
                "--ringmaster.server.cluster.port=" + ports[i],
                "--ringmaster.server.cluster.secret=0123456789abcdef",
                "--ringmaster.server.journal.enabled=false"));
        return RegistryProcess.of(List.of("-Xmx96m"), arguments);
    }

    private Path folder(int i) {
        return directory.resolve("node-" + i);
    }

    private static void awaitNodes(RegistryProcess node, int count) {
        await().atMost(PATIENCE)
                .until(() -> JsonMapper.shared()
                                .readTree(node.send("GET", "/v1/cluster", null).body())
                                .at("/nodes")
                                .size()
                        == count);
    }
}
