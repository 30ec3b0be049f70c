package io.ringmaster.server.dns;

import io.ringmaster.time.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;

/**
 * Lets each network have so many answers by UDP in a second, because the address of who asks may be forged. What is counted has a fixed size,
 * whoever asks, so some networks share a count. Beyond the limit every other question is answered with "ask by TCP", which nobody
 * can do under a forged address and which costs a victim no more than the question. One thread asks.
 */
final class ReplyLimit {

    /** What to do about a question. */
    enum Verdict {
        /** Answer it. */
        ANSWER,
        /** Say that it has to come by TCP. */
        TRUNCATE,
        /** Say nothing. */
        DROP
    }

    private static final int COUNTS = 4096;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 7;
    private static final int IPV4_BYTES = 4;

    private final int limit;
    private final int[] counts = new int[COUNTS];
    private long endNanos;

    ReplyLimit(int repliesPerSecond, Moment now) {
        this.limit = repliesPerSecond;
        this.endNanos = now.nanos() + SECOND;
    }

    Verdict of(InetAddress sender, Moment now) {
        if (now.hasReached(endNanos)) {
            Arrays.fill(counts, 0);
            endNanos = now.nanos() + SECOND;
        }
        int count = ++counts[slot(sender.getAddress())];
        if (count <= limit) {
            return Verdict.ANSWER;
        }
        return count % 2 == 0 ? Verdict.TRUNCATE : Verdict.DROP;
    }

    private static int slot(byte[] address) {
        int hash = 0;
        int network = address.length == IPV4_BYTES ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
        for (int i = 0; i < network; i++) {
            hash = 31 * hash + address[i];
        }
        return Math.floorMod(hash * 0x9E3779B9 >>> 16, COUNTS);
    }
}
