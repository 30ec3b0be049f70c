package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.HashRing;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Who comes after the owner, as after a failed attempt. */
@State(Scope.Thread)
public class NextBenchmark {

    private static final int KEYS = 1024;

    @Param({"3", "10", "50", "200", "1000"})
    int size;

    private final long[] keys = Keys.random(KEYS, 2);
    private HashRing ring = HashRing.of(List.of());

    @Setup
    public void build() {
        ring = HashRing.of(Sets.equal(size, 1));
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long next() {
        long sum = 0;
        for (long key : keys) {
            sum += ring.next(key, ring.owner(key), index -> true);
        }
        return sum;
    }
}
