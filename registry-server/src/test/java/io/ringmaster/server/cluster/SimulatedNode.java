package io.ringmaster.server.cluster;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Doubt;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionPolicy;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.server.registry.Remembered;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One life of a node: the registry, the store and what ties them to the others, with a clock of its own. */
final class SimulatedNode implements RegistryObserver {

    static final int TERM = 9;

    /** No instance may owe it to the protection that it stays. */
    private static final ProtectionRules RULES =
            new ProtectionRules(ProtectionPolicy.FAIL_CLOSED, Map.of(), Duration.ofMinutes(15));

    final String life;
    final String place;
    final Ticker clock;
    final SimulatedNetwork.Port port;
    final ClusteredStore store;
    final Registry registry;
    final ClusterNode node;
    final List<Doubt> doubts = new ArrayList<>();
    final List<RegistryEvent> events = new ArrayList<>();

    /** How far its wall clock is from the others'. */
    Duration skew;

    private final MemoryStore memory;
    private final ChangeLog log;

    SimulatedNode(
            String life,
            String place,
            SimulatedNetwork network,
            FakeTicker world,
            Duration skew,
            Remembered remembered,
            WireFormat wire) {
        this.life = life;
        this.place = place;
        this.skew = skew;
        this.clock = () -> {
            Moment now = world.now();
            return new Moment(now.nanos() + life.hashCode(), now.instant().plus(this.skew));
        };
        this.port = network.connect(life, place);
        this.log = new ChangeLog(new Revision(life, 0), 100_000, Runnable::run);
        this.memory = new MemoryStore(log, remembered);
        this.store = new ClusteredStore(memory, life, clock);
        RegistryObservers observers = new RegistryObservers();
        observers.add(this);
        this.registry = new Registry(
                store,
                new RegistrySettings(Duration.ofSeconds(TERM), Duration.ZERO, RULES, 1000, 200_000, 1000),
                observers,
                clock.now());
        this.node = new ClusterNode(registry, store, port, clock, wire);
        observers.add(node);
    }

    void start() {
        node.start(clock.now());
        registry.listening(clock.now());
    }

    void tick() {
        registry.expireLapsed(clock.now());
        node.tick(clock.now());
    }

    boolean isReady() {
        return node.ready().toCompletableFuture().isDone();
    }

    long revision() {
        return log.last();
    }

    @Override
    public void doubted(Doubt doubt) {
        doubts.add(doubt);
    }

    @Override
    public void happened(RegistryEvent event) {
        events.add(event);
    }

    @Nullable
    Instance find(InstanceKey key) {
        return registry.listing().catalog().find(key);
    }

    Set<InstanceKey> listed() {
        Set<InstanceKey> listed = new HashSet<>();
        instances().forEach(instance -> listed.add(instance.key()));
        return listed;
    }

    List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        registry.listing().catalog().services().forEach(service -> instances.addAll(service.instances()));
        return instances;
    }

    /** Returns the versions of everything that is content. */
    Map<Entry.Subject, Version> versions() {
        Map<Entry.Subject, Version> versions = new HashMap<>();
        ClusterEntries.all(store.table()).stream()
                .filter(entry -> !(entry instanceof Entry.Tombstone))
                .forEach(entry -> versions.put(entry.subject(), entry.version()));
        return versions;
    }

    /** Returns what its journal would say after a crash. */
    Remembered journal() {
        Set<String> services = new HashSet<>();
        Map<InstanceKey, Instance> instances = new HashMap<>();
        Map<InstanceKey, String> from = new HashMap<>();
        for (ServiceCatalog service : memory.listing().catalog().services()) {
            services.add(service.name());
            for (Instance instance : service.instances()) {
                instances.put(instance.key(), instance);
                from.put(instance.key(), Objects.requireNonNull(memory.registeredFrom(instance.key())));
            }
        }
        Map<InstanceKey, OperatorOverride> overrides = Map.copyOf(memory.overrides());
        return new Remembered(services, instances, from, overrides);
    }
}
