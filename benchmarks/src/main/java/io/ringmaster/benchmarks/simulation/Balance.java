package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Rival;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.Member;
import java.util.List;

/**
 * How evenly the key space is shared, each figure the mean over several sets of members. Shares are relative to what a member
 * should have by its weight.
 *
 * @param peak the largest share
 * @param worst how far the share that is most wrong is off, in either direction
 * @param deviation the root mean square of how far shares are off; with equal weights the coefficient of variation
 */
public record Balance(double peak, double worst, double deviation) {

    /** Returns the balance of a rival. */
    static Balance of(Rival rival, int size, boolean mixed, int sets) {
        double peak = 0;
        double worst = 0;
        double deviation = 0;
        for (int seed = 0; seed < sets; seed++) {
            List<Member> members = mixed ? Sets.mixed(size, seed) : Sets.equal(size, seed);
            Balance one = of(rival.over(members).shares(), members);
            peak += one.peak / sets;
            worst += one.worst / sets;
            deviation += one.deviation / sets;
        }
        return new Balance(peak, worst, deviation);
    }

    static Balance of(double[] shares, List<Member> members) {
        double sum = members.stream().mapToDouble(Member::weight).sum();
        double peak = 0;
        double worst = 0;
        double squares = 0;
        for (int i = 0; i < shares.length; i++) {
            double relative = shares[i] / (members.get(i).weight() / sum);
            peak = Math.max(peak, relative);
            worst = Math.max(worst, Math.abs(relative - 1));
            squares += (relative - 1) * (relative - 1);
        }
        return new Balance(peak, worst, Math.sqrt(squares / shares.length));
    }
}
