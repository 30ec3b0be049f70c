package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.Nodes;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of another node of the view. While changes are on their way two nodes differ in some bucket nearly always, so the
 * difference of a bucket counts when it is there at two digests in a row. Guarded by {@link Peers}.
 */
final class Peer {

    /** How long a peer may say nothing until that is a disagreement: several rounds. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final String name;
    private final Moment joined;

    private @Nullable Moment heard;
    private Message.@Nullable Digest said;

    /** Each bucket that differs, with the first of the digests in which it has differed without a break. */
    private final Map<Integer, Moment> differing = new HashMap<>();

    /** Those of them that have differed in more than one digest. Not one set for all: what differs later must be asked for, too. */
    private final BitSet lasting = new BitSet();

    private boolean compared;
    private @Nullable Integer newest;

    Peer(String name, Moment joined) {
        this.name = name;
        this.joined = joined;
    }

    void met(WireFormat.Head head) {
        newest = head.newest();
    }

    /** Returns the newest format that it understands, as far as that is known. */
    int newest(int unlessKnown) {
        return newest == null ? unlessKnown : newest;
    }

    void heard(Message.Digest digest, BitSet differingNow, Moment now) {
        differing.keySet().removeIf(bucket -> !differingNow.get(bucket));
        lasting.clear();
        differing.keySet().forEach(lasting::set);
        differingNow.stream().forEach(bucket -> differing.putIfAbsent(bucket, now));
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
        BitSet asked = new BitSet();
        differing.keySet().stream().filter(this::counts).forEach(asked::set);
        return asked;
    }

    private boolean counts(int bucket) {
        return !compared || lasting.get(bucket);
    }

    /** Everything it has that this node lacks was asked for once, or there was nothing. */
    void compared() {
        compared = true;
    }

    @Nullable
    Instant disagreeingSince(Moment now) {
        if (heard == null) {
            return joined.instant();
        }
        if (now.since(heard).compareTo(SILENCE) > 0) {
            return heard.instant();
        }
        return differing.entrySet().stream()
                .filter(difference -> counts(difference.getKey()))
                .map(difference -> difference.getValue().instant())
                .min(Instant::compareTo)
                .orElse(null);
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
