package io.ringmaster.server.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Ports for nodes on this host. */
public final class FreePorts {

    private FreePorts() {}

    /** Returns different ports that are free. */
    public static int[] of(int count) {
        return IntStream.generate(FreePorts::free).distinct().limit(count).toArray();
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
