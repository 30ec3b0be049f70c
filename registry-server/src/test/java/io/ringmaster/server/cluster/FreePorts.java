package io.ringmaster.server.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Ports for nodes on this host. */
public final class FreePorts {

    private static final int HIGHEST = 65_435;

    private FreePorts() {}

    /** Returns different ports that are free, and likely so is the one, higher by 100, that each node needs beside it. */
    public static int[] pairs(int count) {
        return IntStream.generate(FreePorts::free)
                .filter(port -> port <= HIGHEST)
                .distinct()
                .limit(count)
                .toArray();
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
