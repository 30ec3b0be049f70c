package io.ringmaster.server.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports on this host, below those that Linux gives to whoever asks for any, so that a process that is killed finds its port free
 * when it is started again.
 */
public final class FreePorts {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    /** Returns one that is free. */
    public static int one() {
        return of(1)[0];
    }

    /** Returns different ports that are free. */
    public static int[] of(int count) {
        return candidates().filter(FreePorts::isFree).distinct().limit(count).toArray();
    }

    /** By chance, since other processes look for some as well. */
    private static IntStream candidates() {
        return ThreadLocalRandom.current().ints(LOWEST, HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
