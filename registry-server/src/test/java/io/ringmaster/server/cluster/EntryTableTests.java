package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.RemovalReason;
import io.ringmaster.time.FakeTicker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EntryTableTests {

    private final EntryTable table = new EntryTable();

    @Test
    void theOrderOfWhatHappenedMeansNothing() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            entries.add(ClusterEntries.listed("i" + i, 1, i, "n1"));
            entries.add(ClusterEntries.overridden("i" + i, 2, i, "n1"));
        }
        EntryTable other = new EntryTable();
        entries.forEach(table::put);
        table.put(ClusterEntries.listed("gone", 1, 5000, "n1"));
        table.put(ClusterEntries.removed("gone", RemovalReason.DEREGISTERED, 1, 5001, "n1"));
        Collections.shuffle(entries, new Random(1));
        entries.forEach(other::put);
        assertThat(table.hashes()).isEqualTo(other.hashes());
    }

    @Test
    void anotherVersionIsAnotherContent() {
        table.put(ClusterEntries.listed("a", 1, 1, "n1"));
        long[] before = table.hashes();
        table.put(ClusterEntries.listed("a", 1, 2, "n1"));
        assertThat(table.hashes()).isNotEqualTo(before);
        table.put(ClusterEntries.listed("a", 1, 1, "n1"));
        assertThat(table.hashes()).isEqualTo(before);
    }

    @Test
    void onlyWhatDiffersIsTold() {
        EntryTable other = new EntryTable();
        for (int i = 0; i < 5000; i++) {
            table.put(ClusterEntries.listed("i" + i, 1, i, "n1"));
            other.put(ClusterEntries.listed("i" + i, 1, i, "n1"));
        }
        Entry newer = ClusterEntries.listed("i77", 1, 9000, "n2");
        Entry tombstone = ClusterEntries.removed("i78", RemovalReason.EXPIRED, 1, 9001, "n2");
        other.put(newer);
        other.put(tombstone);
        List<Integer> differing = new ArrayList<>();
        for (int i = 0; i < EntryTable.BUCKETS; i++) {
            if (table.hashes()[i] != other.hashes()[i]) {
                differing.add(i);
            }
        }
        assertThat(differing).hasSizeBetween(1, 2);
        List<Entry> told = differing.stream()
                .flatMap(bucket -> other.entriesExcept(bucket, hashes(bucket)).stream())
                .toList();
        assertThat(told).containsExactlyInAnyOrder(newer, tombstone);
    }

    @Test
    void bucketsAreOfOneSizeOrNearly() {
        for (int i = 0; i < 100_000; i++) {
            table.put(ClusterEntries.removed("i" + i, RemovalReason.EXPIRED, 1, i, "n1"));
        }
        for (int i = 0; i < EntryTable.BUCKETS; i++) {
            assertThat(table.entryHashes(i, Integer.MAX_VALUE)).hasSizeBetween(280, 500);
        }
    }

    @Test
    void tombstonesAreForgottenWhenTheyAreOldAndNothingElseIs() {
        table.put(ClusterEntries.listed("a", 1, 1, "n1"));
        table.put(ClusterEntries.removed("b", RemovalReason.EXPIRED, 1, 1, "n1"));
        forget(0);
        assertThat(ClusterEntries.all(table)).hasSize(2);
        forget(1);
        assertThat(ClusterEntries.all(table)).singleElement().isInstanceOf(Entry.Listed.class);
    }

    private void forget(long secondsAfterStart) {
        for (int i = 0; i < EntryTable.BUCKETS; i++) {
            table.forgetTombstones(i, FakeTicker.START.plusSeconds(secondsAfterStart));
        }
    }

    private Set<Long> hashes(int bucket) {
        return LongStream.of(table.entryHashes(bucket, Integer.MAX_VALUE))
                .boxed()
                .collect(Collectors.toSet());
    }
}
