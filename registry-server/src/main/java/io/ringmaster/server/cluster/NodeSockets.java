package io.ringmaster.server.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets between nodes, all of them with TLS, by the context that is current when a connection begins. */
final class NodeSockets extends DefaultSocketFactory {

    /**
     * A process that hangs still takes connections, and answers no handshake. One thread sends to all nodes, so nobody would hear
     * of this one any more while it waits. It waits no longer than for a host that is gone, again and again as for that.
     */
    private static final int HANDSHAKE_MILLIS = JGroupsStack.CONNECT_MILLIS;

    NodeSockets(Supplier<SSLContext> current) {
        super(new Callers(current), new Listeners(current));
    }

    private static final class Callers extends SocketFactory {

        private final Supplier<SSLContext> current;

        Callers(Supplier<SSLContext> current) {
            this.current = current;
        }

        private SocketFactory now() {
            return current.get().getSocketFactory();
        }

        @Override
        public Socket createSocket() throws IOException {
            SSLSocket socket = (SSLSocket) now().createSocket();
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            socket.addHandshakeCompletedListener(done -> waitForEver(done.getSocket()));
            return socket;
        }

        private static void waitForEver(SSLSocket socket) {
            try {
                socket.setSoTimeout(0);
            } catch (SocketException closed) {
                // Then nobody reads from it.
            }
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return now().createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return now().createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return now().createSocket(host, port, from, fromPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return now().createSocket(host, port, from, fromPort);
        }
    }

    private static final class Listeners extends ServerSocketFactory {

        private static final int BACKLOG = 50;

        private final Supplier<SSLContext> current;

        Listeners(Supplier<SSLContext> current) {
            this.current = current;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new Listener(current);
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, BACKLOG);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress at) throws IOException {
            return new Listener(current, port, backlog, at);
        }
    }

    /** Asks everybody for a certificate. A server socket of a context would go on with that context for ever. */
    private static final class Listener extends ServerSocket {

        private final Supplier<SSLContext> current;

        Listener(Supplier<SSLContext> current) throws IOException {
            this.current = current;
        }

        Listener(Supplier<SSLContext> current, int port, int backlog, @Nullable InetAddress at) throws IOException {
            super(port, backlog, at);
            this.current = current;
        }

        @Override
        public Socket accept() throws IOException {
            Socket plain = super.accept();
            try {
                SSLSocket secure = (SSLSocket) current.get().getSocketFactory().createSocket(plain, null, true);
                secure.setNeedClientAuth(true);
                return secure;
            } catch (IOException | RuntimeException e) {
                plain.close();
                throw e;
            }
        }
    }
}
