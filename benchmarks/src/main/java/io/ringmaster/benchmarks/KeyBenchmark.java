package io.ringmaster.benchmarks;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.MaglevTable;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.benchmarks.rivals.TreeMapRing;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.ring.Member;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a key of 24 characters to its owner, hash included; each with the hash that it comes with. */
@State(Scope.Thread)
public class KeyBenchmark {

    private static final int KEYS = 1024;

    private final String[] keys = Keys.text(KEYS);
    private final byte[][] bytes = Arrays.stream(keys)
            .map(key -> key.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final byte[] copy = new byte[64];

    /** A set of members and what is built of it, each part when it is first needed. */
    @State(Scope.Thread)
    public static class Set {

        @Param({"3", "10", "50", "200", "1000"})
        int size;

        private List<Member> members() {
            return Sets.equal(size, 1);
        }
    }

    @State(Scope.Thread)
    public static class Ringmaster {
        HashRing ring = HashRing.of(List.of());

        @Setup
        public void build(Set set) {
            ring = HashRing.of(set.members());
        }
    }

    @State(Scope.Thread)
    public static class TreeMapOfPoints {
        TreeMapRing ring = TreeMapRing.of(List.of());

        @Setup
        public void build(Set set) {
            ring = TreeMapRing.of(set.members());
        }
    }

    @State(Scope.Thread)
    public static class Maglev {
        MaglevTable table = MaglevTable.of(Sets.equal(1, 1));

        @Setup
        public void build(Set set) {
            table = MaglevTable.of(set.members());
        }
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long ringmaster(Ringmaster built) {
        HashRing ring = built.ring;
        long sum = 0;
        for (String key : keys) {
            sum += ring.owner(KeyHash.of(key));
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long treeMap(TreeMapOfPoints built) {
        TreeMapRing ring = built.ring;
        long sum = 0;
        for (String key : keys) {
            sum += ring.owner(key);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long maglev(Maglev built) {
        MaglevTable table = built.table;
        long sum = 0;
        for (String key : keys) {
            sum += table.owner(KeyHash.of(key));
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long guava(Set set) {
        HashFunction murmur = Hashing.murmur3_128();
        long sum = 0;
        for (String key : keys) {
            sum += Hashing.consistentHash(murmur.hashString(key, StandardCharsets.UTF_8), set.size);
        }
        return sum;
    }

    /** Our hash alone. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long hash() {
        long sum = 0;
        for (String key : keys) {
            sum += KeyHash.of(key);
        }
        return sum;
    }

    /** The same hash by hash4j over bytes that are there already: what the hash costs without a String. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long hashOfBytes() {
        Hasher64 xxh3 = com.dynatrace.hash4j.hashing.Hashing.xxh3_64();
        long sum = 0;
        for (byte[] key : bytes) {
            sum += xxh3.hashBytesToLong(key);
        }
        return sum;
    }

    /**
     * The same, over what a String holds when it is copied without a look at whether that is text of one byte a character: wrong for
     * others, and the least for which Java 17 gives out what a String holds.
     */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    @SuppressWarnings("deprecation")
    public long hashOfCopy() {
        Hasher64 xxh3 = com.dynatrace.hash4j.hashing.Hashing.xxh3_64();
        long sum = 0;
        for (String key : keys) {
            key.getBytes(0, key.length(), copy, 0);
            sum += xxh3.hashBytesToLong(copy, 0, key.length());
        }
        return sum;
    }
}
