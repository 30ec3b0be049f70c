package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerTests {

    private final FakeTicker clock = new FakeTicker();
    private final Peer peer = new Peer("n2", clock.now());

    @Test
    void whatDiffersAtFirstSightIsAskedForAtOnce() {
        hear(1, 2);
        assertThat(peer.toAsk()).isEqualTo(buckets(1, 2));
    }

    @Test
    void laterABucketIsAskedForWhenItDiffersTwiceInARow() {
        hear();
        peer.compared();
        hear(1);
        assertThat(peer.toAsk()).isEqualTo(buckets());
        hear(1, 2);
        assertThat(peer.toAsk()).isEqualTo(buckets(1));
        hear(2);
        assertThat(peer.toAsk()).isEqualTo(buckets(2));
    }

    /** Otherwise two nodes may each ask only for what they know better themselves, and never agree. */
    @Test
    void aBucketThatDiffersForEverHidesNoneThatBeginsToDifferLater() {
        hear(1);
        peer.compared();
        hear(1, 2);
        hear(1, 2);
        assertThat(peer.toAsk()).isEqualTo(buckets(1, 2));
    }

    @Test
    void theDisagreementBeganWhenTheOldestLastingDifferenceWasFirstSeen() {
        hear();
        peer.compared();
        clock.advance(Duration.ofSeconds(1));
        hear(1);
        assertThat(peer.disagreeingSince(clock.now())).isNull();
        var since = clock.now().instant();
        clock.advance(Duration.ofSeconds(1));
        hear(1, 2);
        clock.advance(Duration.ofSeconds(1));
        hear(1, 2);
        assertThat(peer.disagreeingSince(clock.now())).isEqualTo(since);
        hear();
        assertThat(peer.disagreeingSince(clock.now())).isNull();
    }

    private void hear(int... differing) {
        peer.heard(new Message.Digest(true, 0, new long[EntryTable.BUCKETS]), buckets(differing), clock.now());
    }

    private static BitSet buckets(int... buckets) {
        return IntStream.of(buckets).collect(BitSet::new, BitSet::set, BitSet::or);
    }
}
