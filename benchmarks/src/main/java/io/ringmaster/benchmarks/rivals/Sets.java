package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Sets of members with identities such as {@code 10.3.141.59:8080}; another seed gives another set. */
public final class Sets {

    private static final double[] MIXED = {1, 2, 5};

    private Sets() {}

    /** Returns members that all have the weight 1. */
    public static List<Member> equal(int size, long seed) {
        return members(size, seed, 1);
    }

    /** Returns members whose weights are 1, 2 and 5 in turn. */
    public static List<Member> mixed(int size, long seed) {
        return members(size, seed, MIXED);
    }

    private static List<Member> members(int size, long seed, double... weights) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> taken = new HashSet<>();
        List<Member> members = new ArrayList<>(size);
        while (members.size() < size) {
            String identity =
                    "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(1, 255) + ":8080";
            if (taken.add(identity)) {
                members.add(new Member(identity, weights[members.size() % weights.length]));
            }
        }
        return members;
    }
}
