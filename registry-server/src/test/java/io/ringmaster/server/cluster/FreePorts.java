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

    /** What each node listens at beside its port is higher by this. */
    private static final int BESIDE = 100;

    private FreePorts() {}

    /** Returns one that is free. */
    public static int one() {
        return candidates().filter(FreePorts::isFree).findFirst().orElseThrow();
    }

    /** Returns different ports that are free, as is the one, higher by 100, that each node needs beside it. */
    public static int[] pairs(int count) {
        return candidates()
                .filter(port -> isFree(port) && isFree(port + BESIDE))
                .distinct()
                .limit(count)
                .toArray();
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
