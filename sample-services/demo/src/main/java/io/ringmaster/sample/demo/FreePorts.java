package io.ringmaster.sample.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port that nobody listens on, below those that Linux gives to whoever asks for any, so that it is likely still free when
 * it is used, and when who was killed there is started again. Only the registry needs some in advance, because the others must
 * know where it is. Everybody else takes port 0 and tells the registry what it got.
 */
final class FreePorts {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    /** Returns a free TCP port of 127.0.0.1. */
    static int one() throws IOException {
        while (true) {
            // By chance, since another demo may look for one at the same moment.
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one then.
            }
        }
    }
}
