package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import java.util.function.LongToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the hash of a key to its owner. The keys reach every cache line of a table of 2^16 slots. */
@State(Scope.Thread)
public class PickBenchmark {

    private static final int KEYS = 16_384;

    @Param
    Rival rival = Rival.SLOTS_16;

    @Param({"3", "10", "50", "200", "1000"})
    int size;

    private final long[] keys = Keys.random(KEYS, 2);
    private LongToIntFunction picker = hash -> 0;

    @Setup
    public void build() {
        picker = rival.picker(Sets.equal(size, 1));
    }

    /** One pick after the other, none waiting for another. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long throughput() {
        LongToIntFunction pick = picker;
        long sum = 0;
        for (long key : keys) {
            sum += pick.applyAsInt(key);
        }
        return sum;
    }

    /** Each pick needs the result of the one before. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long latency() {
        LongToIntFunction pick = picker;
        int owner = 0;
        for (long key : keys) {
            owner = pick.applyAsInt(key + owner);
        }
        return owner;
    }
}
