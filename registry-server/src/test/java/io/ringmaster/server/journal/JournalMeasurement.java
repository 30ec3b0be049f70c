package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.server.registry.RegistryStore;
import io.ringmaster.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the journal costs, on a real disk with a real thread. No claim, so no part of the build:
 * {@code mvn -pl registry-server test -Dtest=JournalMeasurement -DargLine=}.
 */
class JournalMeasurement {

    private static final int INSTANCES = 10_000;
    private static final int SERVICES = 100;
    private static final int ROUNDS = 5;

    @TempDir
    private Path directory;

    @Test
    void costOfAChangeAndOfARestart() throws Exception {
        Ticker ticker = Ticker.system();
        for (int round = 1; round <= ROUNDS; round++) {
            Path place = directory.resolve("round-" + round);
            EventHistory history = new EventHistory(4096);
            RegistryObservers observers = new RegistryObservers();
            observers.add(history);
            long without = microsPerChange(new MemoryStore(log()), observers, ticker);

            try (DiskFiles files = DiskFiles.open(place)) {
                EventHistory kept = new EventHistory(4096);
                RegistryObservers journaled = new RegistryObservers();
                journaled.add(kept);
                JournalQueue queue = new JournalQueue(1 << 15);
                JournaledStore store = new JournaledStore(new MemoryStore(log()), kept, queue);
                journaled.add(store);
                Journal journal = new Journal(files, store, queue, Duration.ofSeconds(1), 32 << 20, journaled, ticker);
                JournalThread thread = new JournalThread(journal, queue);
                thread.start();
                long with = microsPerChange(store, journaled, ticker);
                long start = ticker.nanos();
                store.durable().toCompletableFuture().join();
                long durable = (ticker.nanos() - start) / 1_000;
                long grown = Files.size(place.resolve("journal"));
                thread.close();

                start = ticker.nanos();
                Opening opening = Opening.of(files, 4096, ticker.now());
                MemoryStore restored = new MemoryStore(log(), opening.remembered());
                new Registry(restored, settings(), observers, ticker.now());
                long restart = (ticker.nanos() - start) / 1_000_000;
                assertThat(restored.listing().instanceCount()).isEqualTo(INSTANCES);

                JournalQueue nothing = new JournalQueue(1);
                Journal again = new Journal(
                        files,
                        new JournaledStore(restored, kept, nothing),
                        nothing,
                        Duration.ofSeconds(1),
                        32 << 20,
                        observers,
                        ticker);
                start = ticker.nanos();
                again.step();
                long anew = (ticker.nanos() - start) / 1_000_000;
                again.finish();
                long size = Files.size(place.resolve("journal"));
                System.out.printf(
                        "round %d: a change %d us in memory, %d us with the journal; then %d us until durable;"
                                + " file %d bytes a change; restart of %d instances %d ms; written anew in %d ms,"
                                + " %d bytes an instance without the history%n",
                        round,
                        without,
                        with,
                        durable,
                        grown / (2 * INSTANCES),
                        INSTANCES,
                        restart,
                        anew,
                        (size - historySize(kept)) / INSTANCES);
            }
        }
    }

    private static ChangeLog log() {
        return new ChangeLog(new Revision("e1", 0), 8192, Runnable::run);
    }

    private static RegistrySettings settings() {
        return new RegistrySettings(
                Duration.ofSeconds(9), Duration.ZERO, ProtectionRules.DEFAULT, 10_000, 100_000, 100_000);
    }

    private static long historySize(EventHistory history) {
        return history.latest(null, null, 4096).stream()
                .mapToLong(event -> JournalFormat.entry(new JournalRecord.Happened(event)).length)
                .sum();
    }

    /** Registers every instance and lets each report once. */
    private static long microsPerChange(RegistryStore store, RegistryObservers observers, Ticker ticker) {
        Registry registry = new Registry(store, settings(), observers, ticker.now());
        long start = ticker.nanos();
        for (int i = 0; i < INSTANCES; i++) {
            registry.register(
                    new Claim(
                            key(i),
                            null,
                            "10.0." + i / 250 + "." + i % 250,
                            8080,
                            "eu-west-1a",
                            null,
                            Map.of("version", "1.42.0", "slow-start", "30"),
                            null,
                            null,
                            "session-of-the-process-" + i,
                            1_700_000_000_000L + i,
                            InstanceStatus.STARTING,
                            Actor.anybody("10.0." + i / 250 + "." + i % 250)),
                    ticker.now());
        }
        for (int i = 0; i < INSTANCES; i++) {
            registry.reportStatus(key(i), InstanceStatus.UP, null, Actor.anybody("10.0.0.1"), ticker.now());
        }
        long micros = (ticker.nanos() - start) / 1_000 / (2 * INSTANCES);
        Instance last = store.listing().catalog().find(key(INSTANCES - 1));
        assertThat(last).isNotNull();
        return micros;
    }

    private static InstanceKey key(int number) {
        return new InstanceKey("service-" + number % SERVICES, "instance-" + number);
    }
}
