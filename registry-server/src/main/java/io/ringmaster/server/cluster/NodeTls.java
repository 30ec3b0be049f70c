package io.ringmaster.server.cluster;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * TLS between the nodes: the certificate of this node and who is trusted, as they are now. What is read later counts for
 * connections that begin later; those that are open go on. Each reading makes a context of its own. One context whose managers
 * look up the latest would not do: it lets in again, without a look at their certificates, those whom it has let in before.
 */
final class NodeTls {

    private static final Logger log = LoggerFactory.getLogger(NodeTls.class);

    private static final String PROPERTY = "ringmaster.server.cluster.ssl.bundle";

    /** A handshake takes about ten; this is for one that goes round in circles. */
    private static final int MOST_STEPS = 200;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Written by who reads the bundle, read by each connection that begins. */
    private volatile SSLContext current;

    private NodeTls(SSLContext first) {
        current = first;
    }

    /**
     * Returns what a bundle holds, now and whenever it is read again.
     *
     * @throws IllegalArgumentException if no two nodes could know each other by it
     */
    static NodeTls of(String name, SslBundles bundles) {
        NodeTls tls = of(name, bundles.getBundle(name));
        bundles.addBundleUpdateHandler(name, renewed -> tls.renew(name, renewed));
        return tls;
    }

    static NodeTls of(String name, SslBundle bundle) {
        return new NodeTls(context(name, bundle));
    }

    /** What cannot be used changes nothing: a node that nobody lets in is worse than one with the certificate before. */
    void renew(String name, SslBundle bundle) {
        try {
            current = context(name, bundle);
            log.info("The SSL bundle {} was read again. Connections to other nodes that begin now use it.", name);
        } catch (RuntimeException unusable) {
            log.error(
                    "The SSL bundle {} has changed to something that cannot be used, so what was read before stays in use between the"
                            + " nodes, until it ends. Mend the files of the bundle; they are read again when they change. {}",
                    name,
                    unusable.getMessage());
            log.debug("Why the SSL bundle {} cannot be used", name, unusable);
        }
    }

    /** Returns who makes sockets that use what is current when a connection begins. */
    NodeSockets sockets() {
        return new NodeSockets(() -> current);
    }

    private static SSLContext context(String name, SslBundle bundle) {
        // Without a trust store, whoever has a certificate that Java trusts would be let in.
        if (bundle.getStores().getKeyStore() == null || bundle.getStores().getTrustStore() == null) {
            throw unusable(
                    name, "has no certificate of this node, or does not say who issues those of the others", null);
        }
        SSLContext context = bundle.createSslContext();
        try {
            meetItself(context);
        } catch (SSLException refused) {
            throw unusable(
                    name,
                    "holds what no two nodes could know each other by (" + refused.getMessage()
                            + "): the key must be that of the certificate, which must be good now, for servers and for"
                            + " clients, and of an authority in the trust store",
                    refused);
        }
        return context;
    }

    private static IllegalArgumentException unusable(String name, String why, @Nullable SSLException cause) {
        return new IllegalArgumentException(
                PROPERTY + " is " + name + ", which " + why
                        + ". Set keystore.certificate, keystore.private-key and truststore.certificate of the bundle.",
                cause);
    }

    /** Lets two nodes that have this context shake hands, in memory. */
    private static void meetItself(SSLContext context) throws SSLException {
        SSLEngine caller = context.createSSLEngine();
        caller.setUseClientMode(true);
        SSLEngine called = context.createSSLEngine();
        called.setUseClientMode(false);
        called.setNeedClientAuth(true);
        int room = 2 * caller.getSession().getPacketBufferSize();
        ByteBuffer there = ByteBuffer.allocate(room);
        ByteBuffer back = ByteBuffer.allocate(room);
        caller.beginHandshake();
        called.beginHandshake();
        for (int i = 0; isUnderWay(caller) || isUnderWay(called); i++) {
            if (i == MOST_STEPS) {
                throw new SSLException("the handshake does not end");
            }
            step(caller, back, there);
            step(called, there, back);
        }
    }

    private static boolean isUnderWay(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(NOTHING, out);
            default -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
        }
    }
}
