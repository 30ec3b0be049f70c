package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Correctness slot by slot; the balance is in {@link HashRingBalanceTests}. */
class HashRingTests {

    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;

    /** The step between the slots of which whole orders are compared; they cost more than owners. */
    private static final int SAMPLE = 61;

    private static final int RANDOM_RINGS = 300;

    private final Random random = new Random(20261124);

    @Test
    void everySlotBelongsToTheFirstInItsOrder() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            HashRing ring = HashRing.of(randomMembers(1 + random.nextInt(30)), SLOT_BITS);
            assertThat(slotsWithout(slot -> ring.owner(hashOf(slot)) == ring.order(hashOf(slot))[0]))
                    .isEmpty();
        }
    }

    @Test
    void equalWeightsGiveTheSameTableByRankAndByScore() {
        for (double weight : new double[] {1, 0, 3, 0.1, 1e-9, 1e-300, 1e9, 1e300, 7.3}) {
            for (int bits : new int[] {10, 13, 16}) {
                List<Member> members = members(2 + random.nextInt(40), weight);
                assertThat(table(HashRing.byScore(members, bits), bits))
                        .as("weight %s, %s bits", weight, bits)
                        .isEqualTo(table(HashRing.of(members, bits), bits));
            }
        }
    }

    @Test
    void memberThatLeavesMovesItsOwnKeysOnlyAndToTheirSuccessors() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(2 + random.nextInt(60));
            Member leaving = members.get(random.nextInt(members.size()));
            HashRing before = HashRing.of(members, SLOT_BITS);
            HashRing after = HashRing.of(without(members, leaving), SLOT_BITS);
            assertThat(slotsWithout(slot -> owner(before, slot).equals(leaving.identity())
                            ? owner(after, slot).equals(identities(before, slot).get(1))
                            : owner(after, slot).equals(owner(before, slot))))
                    .isEmpty();
        }
    }

    @Test
    void memberThatLeavesChangesNoOrderOfTheOthers() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(2 + random.nextInt(60));
            Member leaving = members.get(random.nextInt(members.size()));
            HashRing before = HashRing.of(members, SLOT_BITS);
            HashRing after = HashRing.of(without(members, leaving), SLOT_BITS);
            for (int slot = i % SAMPLE; slot < SLOTS; slot += SAMPLE) {
                assertThat(identities(after, slot)).isEqualTo(without(identities(before, slot), leaving.identity()));
            }
        }
    }

    @Test
    void failoverTargetIsTheOwnerAfterRemovalAtEveryDepth() {
        for (int i = 0; i < 20; i++) {
            List<Member> members = randomMembers(8);
            long hash = random.nextLong();
            HashRing all = HashRing.of(members, SLOT_BITS);
            for (int index : all.order(hash)) {
                HashRing left = HashRing.of(members, SLOT_BITS);
                assertThat(left.member(left.owner(hash))).isEqualTo(all.member(index));
                members.remove(all.member(index));
            }
        }
    }

    @Test
    void memberThatJoinsTakesKeysAndMovesNoneBetweenOthers() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(1 + random.nextInt(200));
            String joining = "joining-" + i;
            HashRing before = HashRing.of(members, SLOT_BITS);
            HashRing after = HashRing.of(with(members, new Member(joining, random.nextInt(4))), SLOT_BITS);
            assertThat(slotsWithout(slot -> owner(after, slot).equals(owner(before, slot))
                            || owner(after, slot).equals(joining)))
                    .isEmpty();
        }
    }

    @Test
    void ringsOfTheDefaultSizeMoveNothingBetweenOthersEither() {
        for (int size : new int[] {2, 3, 10, 50, 200, 1000}) {
            List<Member> members = randomMembers(size);
            Member leaving = members.get(random.nextInt(size));
            HashRing before = HashRing.of(members);
            HashRing after = HashRing.of(without(members, leaving));
            List<Long> moved = LongStream.range(0, 1 << HashRing.DEFAULT_SLOT_BITS)
                    .map(slot -> slot << (Long.SIZE - HashRing.DEFAULT_SLOT_BITS))
                    .filter(hash -> !before.member(before.owner(hash)).equals(after.member(after.owner(hash))))
                    .boxed()
                    .toList();
            assertThat(moved)
                    .isNotEmpty()
                    .allMatch(hash -> before.member(before.owner(hash)).equals(leaving));
        }
    }

    @Test
    void heavierMemberOnlyGainsAndLighterOnlyLoses() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(2 + random.nextInt(60));
            Member changing = members.get(random.nextInt(members.size()));
            Member heavier = new Member(changing.identity(), changing.weight() * (1 + random.nextDouble()));
            HashRing light = HashRing.of(members, SLOT_BITS);
            HashRing heavy = HashRing.of(with(without(members, changing), heavier), SLOT_BITS);
            assertThat(slotsWithout(slot -> owner(heavy, slot).equals(owner(light, slot))
                            || owner(heavy, slot).equals(changing.identity())))
                    .isEmpty();
            for (int slot = i % SAMPLE; slot < SLOTS; slot += SAMPLE) {
                assertThat(without(identities(heavy, slot), changing.identity()))
                        .isEqualTo(without(identities(light, slot), changing.identity()));
            }
        }
    }

    @Test
    void orderOfTheListDoesNotMatter() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(1 + random.nextInt(60));
            HashRing ring = HashRing.of(members, SLOT_BITS);
            Collections.shuffle(members, random);
            HashRing other = HashRing.of(members, SLOT_BITS);
            assertThat(other.hasMembers(members)).isTrue();
            assertThat(table(other, SLOT_BITS)).isEqualTo(table(ring, SLOT_BITS));
            for (int index = 0; index < ring.size(); index++) {
                assertThat(other.member(index)).isEqualTo(ring.member(index));
            }
        }
    }

    @Test
    void historyDoesNotMatter() {
        List<Member> members = randomMembers(50);
        for (int i = 0; i < 10; i++) {
            members.remove(random.nextInt(members.size()));
            members.add(new Member("replacement-" + i, 1));
        }
        HashRing lived = HashRing.of(members, SLOT_BITS);
        HashRing fresh = HashRing.of(List.copyOf(members), SLOT_BITS);
        assertThat(table(lived, SLOT_BITS)).isEqualTo(table(fresh, SLOT_BITS));
    }

    @Test
    void changedRingIsTheOneThatDealingAnewGives() {
        for (int bits : new int[] {SLOT_BITS, HashRing.DEFAULT_SLOT_BITS}) {
            List<Member> members = randomMembers(20);
            HashRing ring = HashRing.of(members, bits);
            for (int i = 0; i < (bits == SLOT_BITS ? 3_000 : 60); i++) {
                members = changed(members, "step-" + i);
                ring = ring.changedTo(members);
                HashRing anew = HashRing.of(members, bits);
                assertThat(ring.hasMembers(members)).isTrue();
                assertThat(table(ring, bits)).as("step %s: %s", i, members).isEqualTo(table(anew, bits));
            }
        }
    }

    @Test
    void ringMayBecomeEmptyAndFillAgain() {
        List<Member> members = members(3, 1);
        HashRing empty = HashRing.of(members, SLOT_BITS).changedTo(List.of());
        assertThat(empty.owner(hashOf(7))).isEqualTo(-1);
        assertThat(table(empty.changedTo(members), SLOT_BITS))
                .isEqualTo(table(HashRing.of(members, SLOT_BITS), SLOT_BITS));
    }

    /** One to three members come, leave or change their weight; sometimes nearly all of them do. */
    private List<Member> changed(List<Member> members, String name) {
        List<Member> changed = new ArrayList<>(members);
        Collections.shuffle(changed, random);
        int steps = random.nextInt(20) == 0 ? 30 : 1 + random.nextInt(3);
        for (int step = 0; step < steps; step++) {
            double weight = random.nextInt(4) == 0 ? random.nextInt(3) : 0.1 + random.nextInt(40) / 10.0;
            if (changed.size() < 2 || changed.size() < 40 && random.nextBoolean()) {
                changed.add(new Member(name + "-" + step, weight));
            } else if (random.nextBoolean()) {
                changed.remove(0);
            } else {
                changed.set(0, new Member(changed.get(0).identity(), weight));
            }
        }
        return changed;
    }

    @Test
    void unusableMembersArePassedOverAsIfTheyHadLeft() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            List<Member> members = randomMembers(1 + random.nextInt(12));
            HashRing ring = HashRing.of(members, SLOT_BITS);
            boolean[] usable = new boolean[ring.size()];
            List<Member> left = new ArrayList<>();
            for (int index = 0; index < usable.length; index++) {
                usable[index] = random.nextBoolean();
                if (usable[index]) {
                    left.add(ring.member(index));
                }
            }
            HashRing afterwards = HashRing.of(left, SLOT_BITS);
            assertThat(slotsWithout(slot -> {
                        int first = ring.first(hashOf(slot), index -> usable[index]);
                        int owner = afterwards.owner(hashOf(slot));
                        return left.isEmpty()
                                ? first == -1 && owner == -1
                                : ring.member(first).equals(afterwards.member(owner));
                    }))
                    .isEmpty();
        }
    }

    @Test
    void nextFollowsTheOrderAndWrapsAround() {
        for (int i = 0; i < RANDOM_RINGS; i++) {
            HashRing ring = HashRing.of(randomMembers(1 + random.nextInt(12)), SLOT_BITS);
            long hash = random.nextLong();
            boolean[] usable = new boolean[ring.size()];
            for (int index = 0; index < usable.length; index++) {
                usable[index] = random.nextInt(3) > 0;
            }
            int[] order = ring.order(hash);
            for (int at = 0; at < order.length; at++) {
                int expected = -1;
                for (int step = order.length; step >= 1; step--) {
                    int candidate = order[(at + step) % order.length];
                    expected = usable[candidate] ? candidate : expected;
                }
                assertThat(ring.next(hash, order[at], index -> usable[index])).isEqualTo(expected);
            }
        }
    }

    @Test
    void memberWithoutWeightOwnsNothingAndComesLast() {
        List<Member> members = List.of(
                new Member("a", 1), new Member("none-1", 0), new Member("b", 1e-12), new Member("none-2", -0.0));
        HashRing ring = HashRing.of(members, SLOT_BITS);
        double[] shares = ring.shares();
        for (int index = 0; index < ring.size(); index++) {
            assertThat(shares[index] == 0 || ring.member(index).weight() > 0).isTrue();
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(identities(ring, slot).subList(2, 4)).containsExactlyInAnyOrder("none-1", "none-2");
        }
    }

    @Test
    void membersWithoutAnyWeightAreEqual() {
        HashRing none = HashRing.of(members(7, 0), SLOT_BITS);
        HashRing equal = HashRing.of(members(7, 1), SLOT_BITS);
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(owner(none, slot)).isEqualTo(owner(equal, slot));
            assertThat(identities(none, slot)).isEqualTo(identities(equal, slot));
        }
    }

    @Test
    void onlyProportionsOfWeightsMatter() {
        List<Member> members = randomMembers(20);
        List<Member> scaled = members.stream()
                .map(member -> new Member(member.identity(), member.weight() * 64))
                .toList();
        assertThat(table(HashRing.of(scaled, SLOT_BITS), SLOT_BITS))
                .isEqualTo(table(HashRing.of(members, SLOT_BITS), SLOT_BITS));
    }

    @Test
    void emptyRingHasNoOwner() {
        HashRing ring = HashRing.of(List.of());
        assertThat(ring.size()).isZero();
        assertThat(ring.owner(42)).isEqualTo(-1);
        assertThat(ring.first(42, index -> true)).isEqualTo(-1);
        assertThat(ring.order(42)).isEmpty();
        assertThat(ring.shares()).isEmpty();
        assertThat(ring.hasMembers(List.of())).isTrue();
    }

    @Test
    void singleMemberOwnsEverything() {
        HashRing ring = HashRing.of(members(1, 1));
        assertThat(ring.shares()).containsExactly(1);
        assertThat(ring.owner(-1)).isZero();
        assertThat(ring.next(-1, 0, index -> true)).isZero();
        assertThat(ring.next(-1, 0, index -> false)).isEqualTo(-1);
    }

    @Test
    void moreMembersThanSlotsAreStillAllInTheOrder() {
        HashRing ring = HashRing.of(members(1500, 1), SLOT_BITS);
        assertThat(Arrays.stream(ring.order(7)).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1500).toArray());
        assertThat(Arrays.stream(ring.shares()).sum()).isEqualTo(1, within(1e-9));
    }

    @Test
    void sharesAreWhatTheOwnersSay() {
        HashRing ring = HashRing.of(randomMembers(9), SLOT_BITS);
        double[] counted = new double[ring.size()];
        for (int slot = 0; slot < SLOTS; slot++) {
            counted[ring.owner(hashOf(slot))] += 1.0 / SLOTS;
        }
        assertThat(ring.shares()).containsExactly(counted, within(1e-9));
    }

    @Test
    void hasMembersSeesEveryDifference() {
        HashRing ring = HashRing.of(List.of(new Member("a", 1), new Member("b", 2)));
        assertThat(ring.hasMembers(List.of(new Member("b", 2), new Member("a", 1))))
                .isTrue();
        assertThat(ring.hasMembers(List.of(new Member("a", 1), new Member("b", 1))))
                .isFalse();
        assertThat(ring.hasMembers(List.of(new Member("a", 1), new Member("a", 1))))
                .isFalse();
        assertThat(ring.hasMembers(List.of(new Member("a", 1)))).isFalse();
        assertThat(ring.hasMembers(List.of(new Member("a", 1), new Member("c", 2))))
                .isFalse();
    }

    @Test
    void twoMembersWithOneIdentityAreRefused() {
        assertThatThrownBy(() -> HashRing.of(List.of(new Member("a", 1), new Member("b", 1), new Member("a", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two ring members have the identity 'a'. Give each its own, or leave one out.");
    }

    @Test
    void impossibleNumberOfSlotsIsRefused() {
        for (int bits : new int[] {-1, 0, 9, 21, 64}) {
            assertThatThrownBy(() -> HashRing.of(List.of(), bits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10 to 20");
        }
    }

    @Test
    void illegalWeightsAndIdentitiesAreRefused() {
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Member("a", weight))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weight of a");
        }
        assertThatThrownBy(() -> new Member("", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Member> randomMembers(int size) {
        boolean mixed = random.nextInt(4) > 0;
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double weight = mixed ? Math.exp(random.nextGaussian()) : 1;
            members.add(new Member("10.0." + random.nextInt(256) + "." + i + ":8080", weight));
        }
        return members;
    }

    private static List<Member> members(int size, double weight) {
        return IntStream.range(0, size)
                .mapToObj(i -> new Member("member-" + i, weight))
                .toList();
    }

    private static <T> List<T> without(List<T> list, T one) {
        List<T> shorter = new ArrayList<>(list);
        shorter.remove(one);
        return shorter;
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }

    /** Returns the slots of which the claim does not hold. */
    private static List<Integer> slotsWithout(IntPredicate claim) {
        return IntStream.range(0, SLOTS).filter(claim.negate()).boxed().toList();
    }

    private static long hashOf(int slot) {
        return (long) slot << (Long.SIZE - SLOT_BITS);
    }

    private static String owner(HashRing ring, int slot) {
        return ring.member(ring.owner(hashOf(slot))).identity();
    }

    private static List<String> identities(HashRing ring, int slot) {
        return Arrays.stream(ring.order(hashOf(slot)))
                .mapToObj(index -> ring.member(index).identity())
                .toList();
    }

    private static int[] table(HashRing ring, int slotBits) {
        return IntStream.range(0, 1 << slotBits)
                .map(slot -> ring.owner((long) slot << (Long.SIZE - slotBits)))
                .toArray();
    }
}
