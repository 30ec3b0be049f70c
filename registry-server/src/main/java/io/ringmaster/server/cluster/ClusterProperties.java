package io.ringmaster.server.cluster;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about a registry of several nodes.
 *
 * @param nodes Where the nodes are, as host:port or host. This node may be one of them, and not all of them need to run. A
 *     single entry such as 'dns:registry.example' asks DNS, again and again, for the addresses behind a name, and expects all
 *     nodes at the port of this one. With no entry, this registry is the only node.
 * @param bindAddress Address at which this node listens for the others and at which they reach it. Without a secret it has to
 *     be one of loopback.
 * @param port Port at which this node listens for the others.
 * @param secret Secret that all nodes share, at least 16 characters. With it, everything between them is encrypted and
 *     nobody else is listened to.
 * @param name Name of this node for people, its address and port by default.
 * @param ssl TLS between the nodes, beside the secret.
 */
@ConfigurationProperties("ringmaster.server.cluster")
record ClusterProperties(
        @DefaultValue List<String> nodes,
        @DefaultValue("127.0.0.1") InetAddress bindAddress,
        @DefaultValue("7861") int port,
        @Nullable String secret,
        @Nullable String name,
        @DefaultValue Ssl ssl) {

    private static final String PREFIX = "ringmaster.server.cluster.";
    private static final int SHORTEST_SECRET = 16;
    private static final int HIGHEST_PORT = 65_535;
    private static final String DNS = "dns:";
    private static final Pattern DNS_NAME = Pattern.compile(DNS + "[^\\s:,]+");
    private static final Pattern NODE = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:\\[\\],]+)(:[0-9]{1,5})?");

    ClusterProperties {
        nodes = List.copyOf(nodes);
        secret = secret == null || secret.isEmpty() ? null : secret;
        name = name == null || name.isBlank() ? bindAddress.getHostAddress() + ":" + port : name;
        require(port > 0 && port <= HIGHEST_PORT, "port is " + port + ". Use a port from 1 to 65535; 7861 is usual.");
        for (String node : nodes) {
            require(
                    DNS_NAME.matcher(node).matches()
                            ? nodes.size() == 1
                            : NODE.matcher(node).matches(),
                    "nodes has " + node
                            + ". Use host:port for each node, or a single entry like dns:registry.example.");
        }
        require(
                secret == null || secret.length() >= SHORTEST_SECRET && secret.matches("[!-~]+"),
                "secret is too short or has unusual characters. It is not shown here. Use " + SHORTEST_SECRET
                        + " or more visible ASCII characters without spaces, such as the output of 'openssl rand -hex"
                        + " 24'.");
        require(name.matches("[!-~]{1,64}"), "name is " + name + ". Use 1 to 64 visible ASCII characters.");
        require(
                !bindAddress.isAnyLocalAddress(),
                "bind-address is " + bindAddress.getHostAddress()
                        + ", where no other node could reach this one. Use the"
                        + " address of one interface, or the name of this host.");
        require(
                secret != null || bindAddress.isLoopbackAddress(),
                "bind-address is " + bindAddress.getHostAddress()
                        + ", but there is no secret: everybody who reaches that"
                        + " address could change where calls go. Set " + PREFIX + "secret to the same for all nodes, or"
                        + " leave out bind-address to listen on loopback only.");
    }

    /**
     * TLS between the nodes.
     *
     * @param bundle Name of the SSL bundle to use. Its key store holds the certificate of this node, and its trust store who issues
     *     those of the nodes. With reload-on-update, connections between nodes that begin after a change use what is new.
     */
    record Ssl(@Nullable String bundle) {
        Ssl {
            bundle = bundle == null || bundle.isBlank() ? null : bundle.strip();
        }
    }

    /** Returns the name behind which DNS knows all nodes, or null if they are listed. */
    @Nullable
    String dnsName() {
        return nodes.size() == 1 && nodes.get(0).startsWith(DNS) ? nodes.get(0).substring(DNS.length()) : null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ClusterProperties[name=" + name + ", nodes=" + nodes + ", bindAddress=" + bindAddress + ", port=" + port
                + ", secret=" + (secret == null ? "none" : "set") + "]";
    }

    private static void require(boolean legal, String otherwise) {
        if (!legal) {
            throw new IllegalArgumentException(PREFIX + otherwise);
        }
    }
}
