package io.ringmaster.sample.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Finds a port that nobody listens on. Somebody may take it before it is used; only the registry needs some in advance, because
 * the others must know where it is. Everybody else takes port 0 and tells the registry what it got.
 */
final class FreePorts {

    private FreePorts() {}

    /** Returns a free TCP port of 127.0.0.1. */
    static int one() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
