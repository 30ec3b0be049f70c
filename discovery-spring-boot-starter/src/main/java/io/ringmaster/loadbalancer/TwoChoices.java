package io.ringmaster.loadbalancer;

import io.ringmaster.routing.SlowStart;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for calls without a key: the less busy of two instances that are drawn at random, each as often as it weighs.
 * Busy is who has more calls in flight; an instance that answers more than twice as slowly as the other counts as busier in
 * that proportion. Immutable; any thread may ask it.
 *
 * <p>The power of two choices, by Mitzenmacher (2001).
 */
final class TwoChoices {

    private static final int DRAWS = 4;
    private static final double NOTABLY_SLOWER = 2;

    private final Choice[] choices;
    private final double[] weightUpTo;
    private final SlowStart slowStart;
    private final ServiceTraffic traffic;

    private TwoChoices(List<Choice> choices, ServiceTraffic traffic) {
        this.choices = choices.toArray(Choice[]::new);
        this.slowStart = SlowStart.of(choices.stream().map(Choice::source).toList());
        this.traffic = traffic;
        this.weightUpTo = new double[choices.size()];
        double sum = 0;
        for (int i = 0; i < weightUpTo.length; i++) {
            sum += choices.get(i).source().effectiveWeight();
            weightUpTo[i] = sum;
        }
    }

    static TwoChoices among(List<Choice> choices, ServiceTraffic traffic) {
        return new TwoChoices(choices, traffic);
    }

    /**
     * Returns the instance to call, or null if there is none.
     *
     * @param previous who has been tried in vain just now, or null; chosen only when nobody else is left
     */
    @Nullable
    Choice choose(@Nullable Choice previous, RandomGenerator random) {
        if (choices.length < 2) {
            return choices.length == 0 ? null : choices[0];
        }
        long nowNanos = traffic.ticker().nanos();
        Choice one = draw(previous, random, nowNanos);
        Choice other = draw(previous, random, nowNanos);
        return one == other ? one : lessBusy(one, other, nowNanos);
    }

    private static Choice lessBusy(Choice one, Choice other, long nowNanos) {
        double oneTakes = one.traffic().latency().nanos(nowNanos);
        double otherTakes = other.traffic().latency().nanos(nowNanos);
        double oneLoad = one.traffic().inFlight();
        double otherLoad = other.traffic().inFlight();
        if (Math.max(oneTakes, otherTakes) > NOTABLY_SLOWER * Math.min(oneTakes, otherTakes)
                && oneTakes > 0
                && otherTakes > 0) {
            oneLoad = (oneLoad + 1) * oneTakes;
            otherLoad = (otherLoad + 1) * otherTakes;
        }
        return oneLoad <= otherLoad ? one : other;
    }

    private Choice draw(@Nullable Choice previous, RandomGenerator random, long nowNanos) {
        boolean ejects = traffic.ejects(nowNanos);
        int drawn = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            drawn = byWeight(random);
            if (isGood(choices[drawn], previous, ejects, nowNanos) && isWarm(drawn, random)) {
                return choices[drawn];
            }
        }
        for (int i = 0; i < choices.length; i++) {
            Choice next = choices[(drawn + i) % choices.length];
            if (isGood(next, previous, ejects, nowNanos)) {
                return next;
            }
        }
        return choices[drawn] == previous ? choices[(drawn + 1) % choices.length] : choices[drawn];
    }

    private static boolean isGood(Choice choice, @Nullable Choice previous, boolean ejects, long nowNanos) {
        return choice != previous && !(ejects && choice.traffic().ejection().isOn(nowNanos));
    }

    private boolean isWarm(int index, RandomGenerator random) {
        if (slowStart.isEver()) {
            double share =
                    slowStart.share(index, traffic.ticker().now().instant().toEpochMilli());
            return share >= 1 || random.nextDouble() < share;
        }
        return true;
    }

    private int byWeight(RandomGenerator random) {
        double all = weightUpTo[weightUpTo.length - 1];
        if (!(all > 0)) {
            return random.nextInt(choices.length);
        }
        int at = Arrays.binarySearch(weightUpTo, random.nextDouble() * all);
        // Found exactly means that what lies below belongs to those up to it, so it is the next one's.
        int index = at < 0 ? -at - 1 : at + 1;
        while (index < choices.length - 1 && choices[index].source().effectiveWeight() == 0) {
            index++;
        }
        return Math.min(index, choices.length - 1);
    }
}
