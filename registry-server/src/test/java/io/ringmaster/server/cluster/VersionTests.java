package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionTests {

    private static final Version REMEMBERED = Version.remembered(ClusterEntries.instance("inventory", "a", 7), "n1");

    @Test
    void theIncarnationCountsFirstThenTheCounterThenTheNode() {
        List<Version> ordered = List.of(
                REMEMBERED,
                new Version(7, 1, "n1"),
                new Version(7, 1, "n2"),
                new Version(7, 2, "n1"),
                new Version(8, 1, "n1"));
        List<Version> shuffled = new java.util.ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        assertThat(shuffled.stream().sorted()).isEqualTo(ordered);
    }

    @Test
    void whatAJournalSaysLosesToWhatANodeSays() {
        assertThat(new Version(7, 1, "a").isHigherThan(REMEMBERED)).isTrue();
    }

    @Test
    void ofTwoJournalsTheLaterWordWins() {
        var earlier = ClusterEntries.instance("inventory", "a", 7);
        var later = earlier.withReported(io.ringmaster.model.InstanceStatus.DRAINING, FakeTicker.START.plusSeconds(1));
        assertThat(Version.remembered(later, "n1").isHigherThan(Version.remembered(earlier, "n2")))
                .isTrue();
    }
}
