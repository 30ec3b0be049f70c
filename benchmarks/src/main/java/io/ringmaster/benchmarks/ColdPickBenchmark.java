package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import java.util.function.LongToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pick after the process has touched four megabytes of something else, as between two calls. By the wall clock. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
public class ColdPickBenchmark {

    @Param
    Rival rival = Rival.SLOTS_16;

    @Param("50")
    int size;

    private final long[] keys = Keys.random(16_384, 2);
    private final long[] other = new long[4 * 1024 * 1024 / Long.BYTES];
    private LongToIntFunction picker = hash -> 0;
    private final byte[] table = new byte[1 << 16];
    private int turn;
    private long key;

    @Setup
    public void build() {
        picker = rival.picker(Sets.equal(size, 1));
    }

    /** Puts other things into the caches. */
    @Setup(Level.Invocation)
    public void doSomethingElse() {
        for (int i = 0; i < other.length; i += 8) {
            other[i]++;
        }
        turn = (turn + 1) % keys.length;
        key = keys[turn];
    }

    @Benchmark
    public int pick() {
        return picker.applyAsInt(key);
    }

    /** One look into a table: what any pick takes at least. */
    @Benchmark
    public int table() {
        return table[(int) (key >>> 48)];
    }

    /** What the clock itself takes. */
    @Benchmark
    public long nothing() {
        return key;
    }
}
