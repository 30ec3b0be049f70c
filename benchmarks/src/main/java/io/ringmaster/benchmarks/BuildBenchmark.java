package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.Member;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a list of members to something that answers. */
@State(Scope.Thread)
public class BuildBenchmark {

    @Param({"SLOTS_16", "SLOTS_18", "SLOTS_20", "TREE_MAP", "MAGLEV"})
    Rival rival = Rival.SLOTS_16;

    @Param({"3", "10", "50", "200", "1000"})
    int size;

    @Param({"equal", "mixed"})
    String weights = "";

    private List<List<Member>> sets = List.of();
    private int turn;

    @Setup
    public void choose() {
        boolean mixed = weights.equals("mixed");
        sets = IntStream.range(0, 8)
                .mapToObj(seed -> mixed ? Sets.mixed(size, seed) : Sets.equal(size, seed))
                .toList();
    }

    @Benchmark
    public Object build() {
        turn = (turn + 1) % sets.size();
        return rival.build(sets.get(turn));
    }
}
