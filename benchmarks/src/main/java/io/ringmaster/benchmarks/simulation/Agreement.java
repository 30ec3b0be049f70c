package io.ringmaster.benchmarks.simulation;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.benchmarks.rivals.Sets;
import io.ringmaster.ring.HashRing;
import io.ringmaster.ring.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Whether clients with the same members agree whatever came before.
 *
 * @param keys how many keys were compared
 * @param byOrder how many have another owner when the list is shuffled
 * @param byHistory how many have another owner at a client that came here by ten replacements, one change at a time
 */
public record Agreement(long keys, long byOrder, long byHistory) {

    private static final int REPLACEMENTS = 10;

    static Agreement of(int size, int count) {
        List<Member> present = new ArrayList<>(Sets.equal(size, 1));
        HashRing changed = HashRing.of(present);
        for (int i = 0; i < REPLACEMENTS; i++) {
            present.remove(i % present.size());
            changed = changed.changedTo(present);
            present.add(new Member("10.0.0.0:" + i, 1));
            changed = changed.changedTo(present);
        }
        HashRing fresh = HashRing.of(present);
        Collections.shuffle(present, new Random(1));
        HashRing shuffled = HashRing.of(present);
        long byOrder = 0;
        long byHistory = 0;
        for (long key : Keys.random(count, 5)) {
            String owner = fresh.member(fresh.owner(key)).identity();
            byOrder += owner.equals(shuffled.member(shuffled.owner(key)).identity()) ? 0 : 1;
            byHistory += owner.equals(changed.member(changed.owner(key)).identity()) ? 0 : 1;
        }
        return new Agreement(count, byOrder, byHistory);
    }
}
