package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From one ring to the next when one member comes, leaves or gets another weight; another member each time. */
@State(Scope.Thread)
public class ChangeBenchmark {

    private static final int VARIANTS = 16;

    @Param({"SLOTS_16", "SLOTS_18", "SLOTS_20"})
    Rival rival = Rival.SLOTS_16;

    @Param({"3", "10", "50", "200", "1000"})
    int size;

    private final List<List<Member>> withOneMore = new ArrayList<>();
    private final List<List<Member>> withOneLess = new ArrayList<>();
    private final List<List<Member>> withOneHeavier = new ArrayList<>();
    private HashRing ring = HashRing.of(List.of());
    private int turn;

    @Setup
    public void build() {
        List<Member> members = Sets.equal(size, 1);
        ring = rival.ring(members);
        for (int i = 0; i < VARIANTS; i++) {
            Member changing = members.get(i % size);
            List<Member> more = new ArrayList<>(members);
            more.add(new Member("10.0.0.0:" + i, 1));
            withOneMore.add(more);
            List<Member> less = new ArrayList<>(members);
            less.remove(changing);
            withOneLess.add(less);
            List<Member> heavier = new ArrayList<>(less);
            heavier.add(new Member(changing.identity(), 2));
            withOneHeavier.add(heavier);
        }
    }

    @Benchmark
    public HashRing add() {
        return ring.changedTo(next(withOneMore));
    }

    @Benchmark
    public HashRing remove() {
        return ring.changedTo(next(withOneLess));
    }

    @Benchmark
    public HashRing weight() {
        return ring.changedTo(next(withOneHeavier));
    }

    private List<Member> next(List<List<Member>> variants) {
        turn = (turn + 1) % VARIANTS;
        return variants.get(turn);
    }
}
