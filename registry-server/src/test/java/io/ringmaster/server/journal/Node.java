package io.ringmaster.server.journal;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A registry with a journal, whose thread is the test. */
final class Node {

    static final int EVENTS = 50;
    static final int TTL_SECONDS = 9;

    private static int lives;

    final FakeTicker clock;
    final JournalQueue queue;
    final EventHistory history = new EventHistory(EVENTS);
    final JournaledStore store;
    final Journal journal;
    final Registry registry;

    /** How often a write succeeded and failed. */
    int written;

    int failed;
    long size;

    /** How long what is with the operating system only may stay there, and how large the file may become. */
    record Settings(int queue, Duration fsyncInterval, long maxSize) {
        static final Settings USUAL = new Settings(10_000, Duration.ofSeconds(1), 1 << 20);
    }

    private Node(JournalFiles files, FakeTicker clock, Settings settings) {
        this.clock = clock;
        this.queue = new JournalQueue(settings.queue);
        Opening opening = Opening.of(files, EVENTS, clock.now());
        opening.events().forEach(history::happened);
        ChangeLog log = new ChangeLog(new Revision("life" + ++lives, 0), 1000, Runnable::run);
        store = new JournaledStore(new MemoryStore(log, opening.remembered()), history, queue);
        RegistryObservers observers = new RegistryObservers();
        observers.add(history);
        observers.add(store);
        observers.add(new RegistryObserver() {
            @Override
            public void journalWritten(Duration took, long sizeNow) {
                written++;
                size = sizeNow;
            }

            @Override
            public void journalFailed() {
                failed++;
            }
        });
        journal = new Journal(files, store, queue, settings.fsyncInterval, settings.maxSize, observers, clock);
        registry = new Registry(
                store,
                new RegistrySettings(
                        Duration.ofSeconds(TTL_SECONDS), Duration.ZERO, ProtectionRules.DEFAULT, 5, 1000, 1000),
                observers,
                clock.now());
    }

    static Node start(JournalFiles files) {
        return start(files, new FakeTicker());
    }

    static Node start(JournalFiles files, FakeTicker clock) {
        return start(files, clock, Settings.USUAL);
    }

    static Node start(JournalFiles files, FakeTicker clock, Settings settings) {
        return new Node(files, clock, settings);
    }

    void register(String service, String id, int ttlSeconds, String session, String from) {
        register(service, id, ttlSeconds, session, from, 0);
    }

    void register(String service, String id, int ttlSeconds, String session, String from, long incarnation) {
        registry.register(
                new Claim(
                        new InstanceKey(service, id),
                        "http",
                        "10.0.0.1",
                        8080,
                        "zone-a",
                        0.1,
                        Map.of("version", "1.2 \"ß\""),
                        ttlSeconds,
                        null,
                        session,
                        incarnation,
                        InstanceStatus.STARTING,
                        Actor.anybody(from)),
                clock.now());
    }

    void override(String service, String id, String reason, @Nullable Instant expiresAt) {
        registry.override(
                new InstanceKey(service, id),
                new OperatorOverride(
                        InstanceStatus.OUT_OF_SERVICE,
                        0.5,
                        reason,
                        "10.0.0.9",
                        clock.now().instant(),
                        expiresAt),
                Actor.anybody("10.0.0.1"),
                clock.now());
    }

    void beat(String session) {
        registry.beat(
                session,
                new SessionBeat("test", null, List.of(), List.of(), List.of()),
                Actor.anybody("10.0.0.1"),
                clock.now());
    }

    /** Returns everything that is to survive. */
    Known known() {
        Map<String, Map<String, Instance>> services = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        Map<InstanceKey, String> from = new HashMap<>();
        for (ServiceCatalog service : registry.listing().catalog().services()) {
            Map<String, Instance> instances = new TreeMap<>();
            service.instances().forEach(instance -> {
                instances.put(instance.id(), instance);
                from.put(instance.key(), String.valueOf(store.registeredFrom(instance.key())));
            });
            services.put(service.name(), instances);
            digests.put(service.name(), registry.listing().digest(service.name()));
        }
        return new Known(services, digests, from, Map.copyOf(store.overrides()), history.latest(null, null, EVENTS));
    }

    /** What survives. */
    record Known(
            Map<String, Map<String, Instance>> services,
            Map<String, String> digests,
            Map<InstanceKey, String> from,
            Map<InstanceKey, OperatorOverride> overrides,
            List<RegistryEvent> events) {}
}
