package io.ringmaster.server.cluster;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.SYM_ENCRYPT;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The protocols by which the nodes find, watch and reach each other: TCP only, one connection for each pair. Times are short
 * where the engine's own are meant for hundreds of nodes.
 */
final class JGroupsStack {

    /** Most of the time that the first node takes to start; the others are answered at once. */
    private static final int JOIN_MILLIS = 800;

    /** A process that is killed closes its connections, so these are for one that hangs and for a network that is cut. */
    private static final int HEARTBEAT_MILLIS = 1_000;

    private static final int SILENCE_MILLIS = 5_000;
    private static final int VERIFY_MILLIS = 1_000;
    /** To wait for a connection, and with TLS for each answer of its handshake. */
    static final int CONNECT_MILLIS = 1_000;

    private static final int MERGE_MIN_MILLIS = 500;
    private static final int MERGE_MAX_MILLIS = 1_500;

    /** What may be on its way to one node; further messages wait in its {@link PeerOutbox}. */
    private static final long CREDIT_BYTES = 4_000_000;

    private static final int FRAGMENT_BYTES = 60_000;
    private static final int SEND_QUEUE = 1_024;

    /** Authenticates as well as encrypts, so that nobody without the key can say anything or change what is said. */
    private static final String CIPHER = "ChaCha20-Poly1305";

    private static final int NONCE_BYTES = 12;
    private static final int KEY_BITS = 256;
    private static final int KEY_ROUNDS = 200_000;
    private static final byte[] SALT = {'r', 'i', 'n', 'g', 'm', 'a', 's', 't', 'e', 'r'};

    private JGroupsStack() {}

    /**
     * @param tls the certificate of this node and who is trusted, or null without TLS
     */
    static List<Protocol> of(ClusterProperties properties, @Nullable NodeTls tls) throws Exception {
        List<Protocol> stack = new ArrayList<>();
        stack.add(transport(properties, tls));
        String secret = properties.secret();
        if (secret != null) {
            stack.add(encryption(secret));
        }
        stack.add(discovery(properties));
        stack.add(new MERGE3().setMinInterval(MERGE_MIN_MILLIS).setMaxInterval(MERGE_MAX_MILLIS));
        stack.add(new FD_ALL3().setTimeout(SILENCE_MILLIS).setInterval(HEARTBEAT_MILLIS));
        stack.add(new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS));
        stack.add(new NAKACK2().useMcastXmit(false));
        stack.add(new UNICAST3());
        stack.add(new STABLE());
        stack.add(new GMS().setJoinTimeout(JOIN_MILLIS).printLocalAddress(false));
        stack.add(new UFC().setMaxCredits(CREDIT_BYTES));
        stack.add(new FRAG2().setFragSize(FRAGMENT_BYTES));
        return stack;
    }

    private static TCP transport(ClusterProperties properties, @Nullable NodeTls tls) throws Exception {
        TCP tcp = new TCP();
        tcp.setBindAddress(properties.bindAddress());
        tcp.setBindPort(properties.port());
        tcp.setPortRange(0);
        tcp.setThreadFactory(new NamedThreads());
        tcp.setSockConnTimeout(CONNECT_MILLIS);
        if (tls != null) {
            tcp.setSocketFactory(tls.sockets());
        }
        // Whose connection breaks is suspected at once. Nobody needs a second port for that, which would be one without
        // TLS.
        tcp.enableSuspectEvents(true);
        // A node that reads nothing must not hold up what goes to the others; what is dropped here is sent again.
        tcp.nonBlockingSends(true).maxSendQueue(SEND_QUEUE).tcpNodelay(true);
        return tcp;
    }

    private static Discovery discovery(ClusterProperties properties) {
        String dnsName = properties.dnsName();
        if (dnsName != null) {
            return new DNS_PING().dnsQuery(dnsName);
        }
        TCPPING ping = new TCPPING().setPortRange(0);
        // As text, because only then a name that cannot be resolved yet is tried again later.
        ping.setValue(
                "initial_hosts_str",
                properties.nodes().stream()
                        .map(node -> bracketed(node, properties.port()))
                        .collect(Collectors.joining(",")));
        return ping;
    }

    /** From {@code host:port} to the engine's {@code host[port]}. */
    private static String bracketed(String node, int usualPort) {
        int colon = node.endsWith("]") ? -1 : node.lastIndexOf(':');
        String host = colon < 0 ? node : node.substring(0, colon);
        String port = colon < 0 ? Integer.toString(usualPort) : node.substring(colon + 1);
        return host.replaceAll("[\\[\\]]", "") + "[" + port + "]";
    }

    /** Right above the transport, so that it covers every word between the nodes. */
    private static SYM_ENCRYPT encryption(String secret) throws GeneralSecurityException {
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), SALT, KEY_ROUNDS, KEY_BITS))
                .getEncoded();
        SYM_ENCRYPT encryption = new SYM_ENCRYPT().setSecretKey(new SecretKeySpec(key, CIPHER));
        return encryption.symIvLength(NONCE_BYTES);
    }

    /** Threads whose names say whose they are. */
    private static final class NamedThreads extends DefaultThreadFactory {

        NamedThreads() {
            super(JGroupsTransport.THREADS, true, true);
        }

        @Override
        public Thread newThread(Runnable task, String name) {
            return super.newThread(
                    task, name.startsWith(JGroupsTransport.THREADS) ? name : JGroupsTransport.THREADS + " " + name);
        }
    }
}
