package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Revision;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fleets that are made up from a seed, with probes that see what is there to be seen. Replay one with
 * {@code -Dsimulation.seed=}.
 */
class ProtectionSimulationTests {

    private static final Duration STEP = Duration.ofMillis(250);
    private static final int STEPS_PER_BEAT = 12;
    private static final int TERM = 9;
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    /** When most are back, those that are not have two terms more. */
    private static final Duration GRACE = Duration.ofSeconds(3 * TERM);

    static Stream<Long> seeds() {
        Long one = Long.getLong("simulation.seed");
        return one != null ? Stream.of(one) : IntStream.range(0, 150).mapToObj(Long::valueOf);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLiveInstanceLeavesWhenMostAreCutOffForLessThanTheTimeOfProtection(long seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet(random, 2 + random.nextInt(40), 1 + random.nextInt(4));
        fleet.run(Duration.ofSeconds(random.nextInt(20)));

        fleet.cutOff(fleet.mostOfEveryService(random));
        fleet.run(Duration.ofSeconds(1 + random.nextInt((int) AT_MOST.toSeconds() - 2 * TERM)));
        assertThat(fleet.missing()).isEmpty();

        fleet.heal();
        fleet.run(Duration.ofSeconds(2 * TERM));
        assertThat(fleet.missing()).isEmpty();
        assertThat(fleet.registry.protectedServices()).isZero();
        assertThat(fleet.suspects()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoIsProvenDeadLeavesHoweverManyDieTogether(long seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet(random, 1 + random.nextInt(40), 1 + random.nextInt(4));
        fleet.run(Duration.ofSeconds(random.nextInt(20)));

        List<Member> dead = fleet.some(random, 1 + random.nextInt(fleet.members.size()));
        dead.forEach(member -> member.state = State.REFUSES);
        fleet.run(Duration.ofSeconds(TERM + 1));

        assertThat(fleet.listed()).containsExactlyInAnyOrderElementsOf(fleet.keysExcept(dead));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneThatVanishesAloneLeavesInAnyFleet(long seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet(random, 1 + random.nextInt(40), 1 + random.nextInt(4));
        fleet.run(Duration.ofSeconds(random.nextInt(20)));

        List<Member> dead = fleet.some(random, 1);
        dead.forEach(member -> member.state = State.UNREACHABLE);
        fleet.run(Duration.ofSeconds(TERM + 1));

        assertThat(fleet.listed()).containsExactlyInAnyOrderElementsOf(fleet.keysExcept(dead));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyWhoIsDeadStaysForEver(long seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet(random, 1 + random.nextInt(40), 1 + random.nextInt(4));
        fleet.run(Duration.ofSeconds(random.nextInt(20)));

        List<Member> dead = fleet.some(random, 1 + random.nextInt(fleet.members.size()));
        dead.forEach(member -> member.state = random.nextBoolean() ? State.UNREACHABLE : State.SILENT);
        fleet.run(AT_MOST.plus(GRACE));

        assertThat(fleet.listed()).containsExactlyInAnyOrderElementsOf(fleet.keysExcept(dead));
        assertThat(fleet.registry.protectedServices()).isZero();
    }

    @Test
    void theTruthIsNeverHidden() {
        Fleet fleet = new Fleet(new Random(1), 10, 1);
        fleet.run(Duration.ofSeconds(10));
        fleet.cutOff(fleet.members.subList(0, 7));
        fleet.run(Duration.ofSeconds(20));

        assertThat(fleet.missing()).isEmpty();
        assertThat(fleet.suspects()).isEqualTo(7);
        ProtectionState state = fleet.registry.protection("service-0", fleet.ticker.now());
        assertThat(state.on()).isTrue();
        assertThat(state.silent()).isEqualTo(7);
        assertThat(state.sessions()).isEqualTo(10);
        assertThat(state.kept()).isEqualTo(7);
    }

    private enum State {
        LIVES(Finding.CONNECTED),
        CUT_OFF(Finding.UNREACHABLE),
        UNREACHABLE(Finding.UNREACHABLE),
        SILENT(Finding.CONNECTED),
        REFUSES(Finding.REFUSED);

        final Finding seen;

        State(Finding seen) {
            this.seen = seen;
        }
    }

    private static final class Member {
        final InstanceKey key;
        final String session;
        final int phase;
        State state = State.LIVES;

        Member(InstanceKey key, String session, int phase) {
            this.key = key;
            this.session = session;
            this.phase = phase;
        }
    }

    /** Instances that beat, vanish and return, and a prober with eyes. */
    private static final class Fleet implements RegistryObserver {
        final FakeTicker ticker = new FakeTicker();
        final Registry registry = new Registry(
                new MemoryStore(new ChangeLog(new Revision("e1", 0), 100, Runnable::run)),
                new RegistrySettings(
                        Duration.ofSeconds(TERM),
                        Duration.ZERO,
                        new ProtectionRules(ProtectionPolicy.PROTECT, Map.of(), AT_MOST),
                        100,
                        100,
                        100),
                this,
                ticker.now());
        final List<Member> members = new ArrayList<>();
        final Deque<Doubt> doubts = new ArrayDeque<>();
        int step;

        Fleet(Random random, int size, int services) {
            for (int i = 0; i < size; i++) {
                InstanceKey key = new InstanceKey("service-" + i % services, "i" + i);
                members.add(new Member(key, "session-" + i, random.nextInt(STEPS_PER_BEAT)));
                registry.register(
                        new Claim(
                                key,
                                null,
                                "10.0.0.1",
                                8080 + i,
                                null,
                                null,
                                null,
                                null,
                                Check.TCP,
                                "session-" + i,
                                1L,
                                null,
                                Actor.anybody("10.0.0.1")),
                        ticker.now());
            }
        }

        @Override
        public void doubted(Doubt doubt) {
            doubts.add(doubt);
        }

        void run(Duration time) {
            for (long steps = time.dividedBy(STEP); steps > 0; steps--) {
                ticker.advance(STEP);
                step++;
                for (Member member : members) {
                    if (member.state == State.LIVES && step % STEPS_PER_BEAT == member.phase) {
                        registry.beat(
                                member.session,
                                new SessionBeat(null, null, null, null, null),
                                Actor.anybody("10.0.0.1"),
                                ticker.now());
                    }
                }
                registry.expireLapsed(ticker.now());
                List<Doubt> raised = List.copyOf(doubts);
                doubts.clear();
                raised.forEach(
                        doubt -> registry.found(doubt, truth(doubt.instance().key()), ticker.now()));
            }
        }

        private Finding truth(InstanceKey key) {
            return members.stream()
                    .filter(member -> member.key.equals(key))
                    .findFirst()
                    .orElseThrow()
                    .state
                    .seen;
        }

        /** More than half of every service, and at least two of each, unless it has but one. */
        List<Member> mostOfEveryService(Random random) {
            List<Member> most = new ArrayList<>();
            members.stream().map(member -> member.key.service()).distinct().forEach(service -> {
                List<Member> own = new ArrayList<>(members.stream()
                        .filter(member -> member.key.service().equals(service))
                        .toList());
                Collections.shuffle(own, random);
                int few = Math.max(2, own.size() / 2 + 1);
                if (few <= own.size()) {
                    most.addAll(own.subList(0, few + random.nextInt(own.size() - few + 1)));
                }
            });
            return most;
        }

        List<Member> some(Random random, int count) {
            List<Member> shuffled = new ArrayList<>(members);
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, count);
        }

        void cutOff(List<Member> cut) {
            cut.forEach(member -> member.state = State.CUT_OFF);
        }

        void heal() {
            members.stream()
                    .filter(member -> member.state == State.CUT_OFF)
                    .forEach(member -> member.state = State.LIVES);
        }

        List<InstanceKey> listed() {
            List<InstanceKey> listed = new ArrayList<>();
            registry.listing()
                    .catalog()
                    .services()
                    .forEach(service -> service.instances().forEach(instance -> listed.add(instance.key())));
            return listed;
        }

        List<InstanceKey> missing() {
            List<InstanceKey> missing = new ArrayList<>(keysExcept(List.of()));
            missing.removeAll(listed());
            return missing;
        }

        List<InstanceKey> keysExcept(List<Member> dead) {
            return members.stream()
                    .filter(member -> !dead.contains(member))
                    .map(member -> member.key)
                    .toList();
        }

        long suspects() {
            return listed().stream()
                    .map(key -> registry.listing().catalog().find(key))
                    .filter(instance -> instance.observed() != ObservedHealth.PASSING)
                    .count();
        }
    }
}
