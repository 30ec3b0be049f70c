package io.ringmaster.server.cluster;

import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.ring.KeyHash;
import io.ringmaster.server.cluster.Entry.Listed;
import io.ringmaster.server.cluster.Entry.Overridden;
import io.ringmaster.server.cluster.Entry.OverrideEnded;
import io.ringmaster.server.cluster.Entry.Removed;
import io.ringmaster.server.cluster.Entry.Subject;
import io.ringmaster.server.registry.Custody;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.RegistryStore;
import io.ringmaster.server.registry.Taken;
import io.ringmaster.time.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store that each of several nodes has. It keeps the listing in another store and, beside it, the version of each entry. What this
 * node changes gets a version above all it has seen and goes to the {@link Outbox}; what others changed is {@linkplain #takeIn
 * taken in} when its version is higher than that of what is here. So nodes that have heard the same hold the same, in whatever
 * order they heard it.
 *
 * <p>What comes from a journal has no version of this life of the cluster and loses to everything that has: the journal stays what one
 * node remembers, and whatever its peers know, a tombstone too, is newer. What no peer knows of stays; that a cluster starts from
 * cold by its journals depends on it.
 *
 * <p>Writing is for whoever holds the registry's lock; any thread may read.
 */
final class ClusteredStore implements RegistryStore {

    private static final String NOBODY = "";

    private final RegistryStore inner;
    private final String self;
    private final Ticker ticker;
    private final EntryTable table = new EntryTable();
    private final Outbox outbox = new Outbox();

    /** The highest counter seen. Guarded by the registry's lock. */
    private long counter;

    /** The nodes that are there. Written by the thread that hears of it. */
    private volatile List<String> view;

    /** Those of them that know everything, so that they can look after orphans; empty before anybody does. */
    private volatile List<String> able = List.of();

    /**
     * Creates a store of a node that is alone so far.
     *
     * @param inner holds the listing; what is in it is remembered
     * @param self the life of this node
     */
    ClusteredStore(RegistryStore inner, String self, Ticker ticker) {
        this.inner = inner;
        this.self = self;
        this.ticker = ticker;
        this.view = List.of(self);
        for (ServiceCatalog service : inner.listing().catalog().services()) {
            for (Instance instance : service.instances()) {
                String from = Objects.requireNonNull(inner.registeredFrom(instance.key()));
                table.put(new Listed(with(null, instance), from, NOBODY, Version.remembered(instance, self)));
            }
        }
        inner.overrides()
                .forEach((key, override) ->
                        table.put(new Overridden(key, override, Version.remembered(override, self))));
    }

    EntryTable table() {
        return table;
    }

    Outbox outbox() {
        return outbox;
    }

    /**
     * Others are there now. Whoever says so tells the registry, too.
     *
     * @param nodes all of them
     * @param ready those that know everything, so that they can look after orphans
     */
    void view(List<String> nodes, List<String> ready) {
        view = List.copyOf(nodes);
        able = List.copyOf(ready);
    }

    List<String> view() {
        return view;
    }

    List<String> able() {
        return able;
    }

    /**
     * Returns the node that looks after the lease of an instance: its owner, or when that is gone the one that all nodes that see the
     * same others choose, by rendezvous hashing. That is nobody before anybody knows everything.
     */
    String keeper(InstanceKey key) {
        Listed entry = listed(key);
        String owner = entry == null ? self : entry.owner();
        return view.contains(owner)
                ? owner
                : able.stream()
                        .max(Comparator.<String>comparingLong(node -> KeyHash.of(node + " " + key))
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse(NOBODY);
    }

    @Override
    public Custody custody(InstanceKey key) {
        if (!keeper(key).equals(self)) {
            return Custody.ELSEWHERE;
        }
        Listed entry = listed(key);
        return entry == null || entry.owner().equals(self) ? Custody.HELD : Custody.ORPHANED;
    }

    @Override
    public void claim(InstanceKey key) {
        Listed entry = listed(key);
        if (entry != null && !entry.owner().equals(self)) {
            write(new Listed(entry.instance(), entry.from(), self, next(entry.subject(), 0)));
        }
    }

    @Override
    public Listing listing() {
        return inner.listing();
    }

    @Override
    public Change put(Instance instance) {
        Change change = inner.put(instance);
        Listed before = listed(instance.key());
        Instance bare = with(null, instance);
        // The operator's word has an entry of its own.
        if (before == null || !Taken.isSame(before.instance(), bare)) {
            String from = Objects.requireNonNull(inner.registeredFrom(instance.key()));
            String owner = before == null ? self : before.owner();
            long incarnation = instance.registration().incarnation();
            write(new Listed(bare, from, owner, next(new Subject(instance.key(), false), incarnation)));
        }
        return change;
    }

    @Override
    public @Nullable String registeredFrom(InstanceKey key) {
        return inner.registeredFrom(key);
    }

    @Override
    public void putRegisteredFrom(InstanceKey key, String address) {
        inner.putRegisteredFrom(key, address);
        Listed entry = listed(key);
        if (entry != null && !entry.from().equals(address)) {
            write(new Listed(entry.instance(), address, entry.owner(), next(entry.subject(), 0)));
        }
    }

    @Override
    public Change remove(InstanceKey key, RemovalReason reason) {
        Change change = inner.remove(key, reason);
        write(new Removed(
                key, reason, next(new Subject(key, false), 0), ticker.now().instant()));
        return change;
    }

    @Override
    public void forgetEmptyServices() {
        inner.forgetEmptyServices();
    }

    @Override
    public Map<InstanceKey, OperatorOverride> overrides() {
        return inner.overrides();
    }

    @Override
    public void putOverride(InstanceKey key, OperatorOverride override) {
        inner.putOverride(key, override);
        write(new Overridden(key, override, next(new Subject(key, true), 0)));
    }

    @Override
    public void removeOverride(InstanceKey key) {
        inner.removeOverride(key);
        write(new OverrideEnded(
                key, next(new Subject(key, true), 0), ticker.now().instant()));
    }

    @Override
    public CompletionStage<Void> durable() {
        return inner.durable();
    }

    /**
     * Takes what another node says where it is newer than what is here.
     *
     * @param from that node, for people
     * @param heard whether this node hears the heartbeats of an instance. Then nobody else knows better whether it lives, and a
     *     verdict of others is answered with what is here, at a higher version
     */
    List<Taken> takeIn(List<Entry> entries, String from, Predicate<InstanceKey> heard) {
        List<Taken> taken = new ArrayList<>();
        Map<InstanceKey, Listed> listed = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Entry mine = table.find(entry.subject());
            counter = Math.max(counter, entry.version().counter());
            if (mine != null && !entry.version().isHigherThan(mine.version())) {
                continue;
            }
            table.put(entry);
            Listed own = mine instanceof Listed was ? was : null;
            if (own != null && isVerdict(entry, own) && heard.test(entry.key())) {
                write(new Listed(own.instance(), own.from(), self, next(own.subject(), 0)));
            } else if (entry instanceof Listed claim) {
                listed.put(claim.key(), claim);
            } else if (entry instanceof Removed removed) {
                listed.remove(removed.key());
                remove(removed, from).ifPresent(taken::add);
            } else {
                overridden(entry, from).ifPresent(taken::add);
            }
        }
        taken.addAll(list(listed.values(), from));
        return taken;
    }

    /**
     * Whether somebody says of the same process, without having heard it, whether it lives: one who looked after the lease while its
     * owner could not be seen, or a former owner that does not know yet that the client is here now.
     */
    private static boolean isVerdict(Entry entry, Listed own) {
        if (entry.version().incarnation() != own.version().incarnation()) {
            return false;
        }
        return entry instanceof Listed told
                ? !told.owner().equals(told.version().node())
                        || told.instance().observed().compareTo(own.instance().observed()) > 0
                : entry instanceof Removed removed && removed.concluded();
    }

    private Optional<Taken> remove(Removed removed, String from) {
        Instance before = inner.listing().catalog().find(removed.key());
        if (before == null) {
            return Optional.empty();
        }
        Revision revision = inner.remove(removed.key(), removed.reason()).revision();
        return Optional.of(new Taken(removed.key(), before, null, revision, removed.reason(), cause(null, from)));
    }

    private Optional<Taken> overridden(Entry entry, String from) {
        InstanceKey key = entry.key();
        OperatorOverride override = null;
        Instant at = ticker.now().instant();
        if (entry instanceof Overridden said) {
            override = said.override();
            at = override.since();
            inner.putOverride(key, override);
        } else {
            inner.removeOverride(key);
        }
        Instance before = inner.listing().catalog().find(key);
        if (before == null || Objects.equals(before.override(), override)) {
            return Optional.empty();
        }
        Instance after = before.withOverride(override, at);
        Revision revision = inner.put(after).revision();
        String reason = override == null ? null : override.reason();
        return Optional.of(new Taken(key, before, after, revision, null, cause(reason, from)));
    }

    private List<Taken> list(Collection<Listed> entries, String from) {
        List<Taken> taken = new ArrayList<>();
        List<Instance> changed = new ArrayList<>();
        for (Listed entry : entries) {
            InstanceKey key = entry.key();
            Instance before = inner.listing().catalog().find(key);
            Instance after = with(inner.overrides().get(key), entry.instance());
            inner.putRegisteredFrom(key, entry.from());
            if (before != null && Taken.isSame(before, after)) {
                taken.add(new Taken(key, before, before, null, null, cause(null, from)));
            } else {
                changed.add(after);
                taken.add(new Taken(key, before, after, null, null, cause(after.observedCause(), from)));
            }
        }
        Iterator<Change> changes = inner.putAll(changed).iterator();
        taken.replaceAll(each ->
                each.before() == each.after() ? each : each.at(changes.next().revision()));
        return taken;
    }

    private static String cause(@Nullable String cause, String from) {
        return (cause == null ? "" : cause + ", ") + "says " + from;
    }

    private static Instance with(@Nullable OperatorOverride override, Instance instance) {
        return new Instance(
                instance.registration(),
                instance.reported(),
                override,
                instance.observed(),
                instance.observedCause(),
                instance.registeredAt(),
                instance.statusSince(),
                instance.registeredBy());
    }

    private @Nullable Listed listed(InstanceKey key) {
        return table.find(new Subject(key, false)) instanceof Listed listed ? listed : null;
    }

    /** Returns a version above all that is known. */
    private Version next(Subject subject, long incarnation) {
        Entry before = table.find(subject);
        long known = before == null ? 0 : before.version().incarnation();
        return new Version(Math.max(incarnation, known), ++counter, self);
    }

    private <E extends Entry> E write(E entry) {
        table.put(entry);
        outbox.add(entry);
        return entry;
    }
}
