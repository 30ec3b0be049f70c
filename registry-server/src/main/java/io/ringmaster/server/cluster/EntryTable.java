package io.ringmaster.server.cluster;

import io.ringmaster.server.cluster.Entry.Subject;
import io.ringmaster.server.cluster.Entry.Tombstone;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All entries, in {@value #BUCKETS} buckets by the hash of what they are about, each with a hash of its content that is kept up to
 * date with every change: the sum of the hashes of its entries, so their order means nothing. Two nodes compare the hashes
 * of the buckets, and what is in a bucket only when these differ.
 *
 * <p>Tombstones are no content: nodes forget them at different moments, by different clocks, and must agree all the same. They
 * travel when a bucket is compared, and whoever lists what another has a tombstone for differs from it in content.
 *
 * <p>Any thread may ask.
 */
final class EntryTable {

    static final int BUCKETS = 256;

    private final List<Map<Subject, Entry>> buckets = IntStream.range(0, BUCKETS)
            .<Map<Subject, Entry>>mapToObj(i -> new HashMap<>())
            .toList();
    private final long[] hashes = new long[BUCKETS];

    private static int bucketOf(Subject subject) {
        return (int) (subject.hash() & (BUCKETS - 1));
    }

    synchronized @Nullable Entry find(Subject subject) {
        return buckets.get(bucketOf(subject)).get(subject);
    }

    synchronized void put(Entry entry) {
        int bucket = bucketOf(entry.subject());
        Entry before = buckets.get(bucket).put(entry.subject(), entry);
        hashes[bucket] += content(entry) - (before == null ? 0 : content(before));
    }

    private static long content(Entry entry) {
        return entry instanceof Tombstone ? 0 : entry.hash();
    }

    /** Forgets the tombstones in a bucket that were written before. */
    synchronized void forgetTombstones(int bucket, Instant before) {
        buckets.get(bucket)
                .values()
                .removeIf(entry ->
                        entry instanceof Tombstone tombstone && tombstone.at().isBefore(before));
    }

    /** Returns the hash of the content of each bucket. */
    synchronized long[] hashes() {
        return hashes.clone();
    }

    /** Returns the hash of each entry in a bucket, tombstones included, and of so many at most. */
    synchronized long[] entryHashes(int bucket, int limit) {
        return buckets.get(bucket).values().stream()
                .mapToLong(Entry::hash)
                .limit(limit)
                .toArray();
    }

    /** Returns the entries in a bucket, tombstones included, whose hash is not among those. */
    synchronized List<Entry> entriesExcept(int bucket, Set<Long> known) {
        return buckets.get(bucket).values().stream()
                .filter(entry -> !known.contains(entry.hash()))
                .toList();
    }
}
