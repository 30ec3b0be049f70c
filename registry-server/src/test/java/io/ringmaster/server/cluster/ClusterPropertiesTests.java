package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterPropertiesTests {

    private static final String SECRET = "correct-horse-battery";

    @Test
    void outsideOfLoopbackItNeedsASecret() {
        assertThatThrownBy(() -> properties("192.0.2.7", 7861, null))
                .hasMessageContaining("bind-address is 192.0.2.7, but there is no secret")
                .hasMessageContaining("Set ringmaster.server.cluster.secret");
        assertThatThrownBy(() -> properties("192.0.2.7", 7861, "")).hasMessageContaining("there is no secret");
        assertThat(properties("192.0.2.7", 7861, SECRET).name()).isEqualTo("192.0.2.7:7861");
        assertThat(properties("127.0.0.1", 7861, null).secret()).isNull();
        assertThat(properties("::1", 7861, null).secret()).isNull();
    }

    @Test
    void noOtherNodeCouldReachItEverywhere() {
        assertThatThrownBy(() -> properties("0.0.0.0", 7861, SECRET))
                .hasMessageContaining("Use the address of one interface");
    }

    @Test
    void theSecretIsLongAndNeverShown() {
        assertThatThrownBy(() -> properties("127.0.0.1", 7861, "hunter2"))
                .hasMessageContaining("secret is too short")
                .hasMessageNotContaining("hunter2");
        assertThat(properties("127.0.0.1", 7861, SECRET).toString())
                .contains("secret=set")
                .doesNotContain(SECRET);
    }

    @Test
    void nodesAreListedOrBehindOneName() {
        assertThat(nodes("a:1", "b", "[::1]:7861").dnsName()).isNull();
        assertThat(nodes("dns:registry.example").dnsName()).isEqualTo("registry.example");
        for (String illegal : new String[] {"a b", "a:b:c", "http://a:1", "a:", ""}) {
            assertThatThrownBy(() -> nodes(illegal)).hasMessageContaining("nodes has " + illegal);
        }
        assertThatThrownBy(() -> nodes("dns:registry.example", "b")).hasMessageContaining("nodes has dns:");
    }

    @Test
    void aPortIsOneThatThereIs() {
        assertThatThrownBy(() -> properties("127.0.0.1", 0, null)).hasMessageContaining("port is 0");
        assertThatThrownBy(() -> properties("127.0.0.1", 65_536, null)).hasMessageContaining("port is 65536");
    }

    private static final ClusterProperties.Ssl NO_TLS = new ClusterProperties.Ssl(null);

    private static ClusterProperties nodes(String... nodes) {
        return new ClusterProperties(List.of(nodes), InetAddress.getLoopbackAddress(), 7861, null, null, NO_TLS);
    }

    private static ClusterProperties properties(String bindAddress, int port, @Nullable String secret) {
        try {
            return new ClusterProperties(List.of("a"), InetAddress.getByName(bindAddress), port, secret, null, NO_TLS);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
