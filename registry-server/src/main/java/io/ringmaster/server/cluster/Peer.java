package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.Nodes;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is known of another node of the view. While changes are on their way two nodes differ in some bucket nearly always, so a
 * difference counts when one bucket differs at two digests in a row. Guarded by {@link Peers}.
 */
final class Peer {

    /** How long a peer may say nothing until that is a disagreement: several rounds. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final String name;
    private final Moment joined;

    private @Nullable Moment heard;
    private Message.@Nullable Digest said;

    /** The buckets that have differed in each of the latest digests, beginning with the one at {@link #differsSince}. */
    private BitSet stubborn = new BitSet();

    private Moment differsSince;
    private int digestsInARow;

    private boolean compared;
    private @Nullable Integer newest;

    Peer(String name, Moment joined) {
        this.name = name;
        this.joined = joined;
        this.differsSince = joined;
    }

    void met(WireFormat.Head head) {
        newest = head.newest();
    }

    /** Returns the newest format that it understands, as far as that is known. */
    int newest(int unlessKnown) {
        return newest == null ? unlessKnown : newest;
    }

    void heard(Message.Digest digest, BitSet differing, Moment now) {
        BitSet still = (BitSet) stubborn.clone();
        still.and(differing);
        if (still.isEmpty()) {
            stubborn = (BitSet) differing.clone();
            differsSince = now;
            digestsInARow = 1;
        } else {
            stubborn = still;
            digestsInARow++;
        }
        said = digest;
        heard = now;
    }

    boolean isHeard() {
        return heard != null;
    }

    boolean isReady() {
        return said != null && said.ready();
    }

    Duration age(Moment now) {
        return now.since(joined);
    }

    /** Returns the buckets to ask it for: all that differ when the two have not been compared since it came, else the lasting ones. */
    BitSet toAsk() {
        return differs() ? (BitSet) stubborn.clone() : new BitSet();
    }

    /** Everything it has that this node lacks was asked for once, or there was nothing. */
    void compared() {
        compared = true;
    }

    private boolean differs() {
        return !stubborn.isEmpty() && (digestsInARow > 1 || !compared);
    }

    @Nullable
    Instant disagreeingSince(Moment now) {
        if (heard == null) {
            return joined.instant();
        }
        if (now.since(heard).compareTo(SILENCE) > 0) {
            return heard.instant();
        }
        return differs() ? differsSince.instant() : null;
    }

    Nodes.Node state(Moment now) {
        return new Nodes.Node(
                name,
                isReady(),
                disagreeingSince(now),
                heard == null ? null : heard.instant(),
                said == null ? 0 : said.instances(),
                said == null ? null : word(said.buckets()));
    }

    /** Returns one word for the hashes of all buckets. */
    static String word(long[] buckets) {
        long word = 0;
        for (long bucket : buckets) {
            word = 31 * word + bucket;
        }
        return HexFormat.of().toHexDigits(word);
    }
}
