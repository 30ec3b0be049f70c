package io.ringmaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.Ticker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a beat costs beyond HTTP, in CPU time of its thread, among ten thousand instances. No claim about time, so no part of the
 * build: {@code mvn -pl registry-server test -Dtest=BeatMeasurement -DargLine=}.
 */
class BeatMeasurement {

    private static final int INSTANCES = 10_000;
    private static final int ROUNDS = 60;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final JsonMapper json = new JsonMapper();
    private final Ticker ticker = Ticker.system();
    private final MemoryStore store = new MemoryStore(new ChangeLog(new Revision("e1", 0), 8192, Runnable::run));
    private final Registry registry = new Registry(
            store,
            new RegistrySettings(
                    Duration.ofSeconds(9), Duration.ZERO, ProtectionRules.DEFAULT, 10_000, 100_000, 100_000),
            new RegistryObserver() {},
            ticker.now());

    @Test
    void costOfABeat() {
        List<SessionBeat> beats = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            beats.add(join(i));
            bodies.add(json.writeValueAsBytes(beats.get(i)));
        }
        Revision before = store.listing().revision();
        long best = Long.MAX_VALUE;
        long bestWithJson = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < INSTANCES; i++) {
                registry.beat(session(i), beats.get(i), Actor.anybody("10.0.0.1"), ticker.now());
            }
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
            start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < INSTANCES; i++) {
                SessionBeat beat = json.readValue(bodies.get(i), SessionBeat.class);
                json.writeValueAsBytes(registry.beat(session(i), beat, Actor.anybody("10.0.0.1"), ticker.now()));
            }
            bestWithJson = Math.min(bestWithJson, threads.getCurrentThreadCpuTime() - start);
        }
        assertThat(store.listing().revision()).as("A beat changes nothing.").isEqualTo(before);
        System.out.printf(
                "a beat of one process with one instance, among %d: %.2f us; with its JSON read and written: %.2f us%n",
                INSTANCES, best / 1e3 / INSTANCES, bestWithJson / 1e3 / INSTANCES);
    }

    private SessionBeat join(int number) {
        InstanceKey key = new InstanceKey("service-" + number % 100, "instance-" + number);
        registry.register(
                new Claim(
                        key,
                        null,
                        "10.0.0.7",
                        8080,
                        null,
                        null,
                        Map.of(),
                        null,
                        null,
                        session(number),
                        1L,
                        InstanceStatus.UP,
                        Actor.anybody("10.0.0.7")),
                ticker.now());
        return new SessionBeat(
                "orders",
                new Revision("e1", 17),
                List.of(new SessionBeat.Held(key.service(), key.id(), 1, 3)),
                List.of(),
                List.of("pricing"));
    }

    private static String session(int number) {
        return "session-of-process-" + number;
    }
}
