package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.AllocatedBytes;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Revision;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a beat and a registration cost the registry beyond HTTP, in allocations and in readers woken, which no machine changes.
 * Whoever exceeds a figure has made a mistake, or records a new one and says why.
 */
class RegistryCostTests {

    private static final long BEAT_BYTES = 1_300;
    private static final long REGISTRATION_BYTES = 8_500;

    private final FakeTicker ticker = new FakeTicker();
    private final ChangeLog log = new ChangeLog(new Revision("e1", 0), 8192, Runnable::run);
    private final Registry registry = new Registry(
            new MemoryStore(log),
            new RegistrySettings(
                    Duration.ofSeconds(9), Duration.ZERO, ProtectionRules.DEFAULT, 10_000, 100_000, 100_000),
            new RegistryObserver() {},
            ticker.now());

    @Test
    void aBeatCostsTheSameAmongMany() {
        register(0, "first");
        long alone = AllocatedBytes.perRun(this::beat);
        fill(10_000);
        assertThat(AllocatedBytes.perRun(this::beat)).isLessThanOrEqualTo(alone);
        assertThat(alone).isLessThanOrEqualTo(BEAT_BYTES);
    }

    @Test
    void aBeatWakesNobody() {
        register(0, "first");
        AtomicInteger woken = new AtomicInteger();
        log.addReader(woken::incrementAndGet);
        beat();
        assertThat(woken).hasValue(0);
        register(0, "second");
        assertThat(woken).hasValue(1);
    }

    @Test
    void aRegistrationCopiesTheListOfItsServiceOnly() {
        fill(10_000);
        AtomicInteger turn = new AtomicInteger();
        assertThat(AllocatedBytes.perRun(() -> register(0, "turn " + turn.incrementAndGet())))
                .isLessThanOrEqualTo(REGISTRATION_BYTES);
    }

    private void fill(int count) {
        for (int number = 0; number < count; number++) {
            register(number, "first");
        }
    }

    private void register(int number, String word) {
        registry.register(
                new Claim(
                        key(number),
                        null,
                        "10.0.0.7",
                        8080,
                        null,
                        null,
                        Map.of("word", word),
                        null,
                        null,
                        session(number),
                        1L,
                        null,
                        Actor.anybody("10.0.0.7")),
                ticker.now());
    }

    private void beat() {
        InstanceKey key = key(0);
        SessionBeat beat = new SessionBeat(
                "orders",
                new Revision("e1", 17),
                List.of(new SessionBeat.Held(key.service(), key.id(), 1, 3)),
                List.of(),
                List.of());
        registry.beat(session(0), beat, Actor.anybody("10.0.0.7"), ticker.now());
    }

    private static InstanceKey key(int number) {
        return new InstanceKey("service-" + number / 100, "instance-" + number);
    }

    private static String session(int number) {
        return "session-of-process-" + number;
    }
}
