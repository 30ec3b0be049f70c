package io.ringmaster.sample.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who calls when. All customers take their turn, then all again in another order, the same in every run. Two calls of one
 * customer are always at least half a round apart, so that they do not overlap. Immutable.
 */
final class Customers {

    private static final int ROUNDS = 16;

    private final int count;
    private final List<String> turns;

    /**
     * @param prefix how their names begin
     * @param count how many there are
     */
    Customers(String prefix, int count) {
        this.count = count;
        this.turns = new ArrayList<>(count * ROUNDS);
        Random random = new Random(8761);
        for (int round = 0; round < ROUNDS; round++) {
            turns.addAll(shuffled(prefix, 0, count / 2, random));
            turns.addAll(shuffled(prefix, count / 2, count, random));
        }
    }

    private static List<String> shuffled(String prefix, int from, int to, Random random) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(String.format("%s-%03d", prefix, i + 1));
        }
        Collections.shuffle(names, random);
        return names;
    }

    /** Returns how many there are. */
    int count() {
        return count;
    }

    /** Returns whose turn it is at the call with this number. */
    String at(int number) {
        return turns.get(number % turns.size());
    }

    /** Returns a few of them. */
    List<String> some(int number) {
        return turns.subList(0, number);
    }
}
