package io.ringmaster.server.registry;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Change;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.Names;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.RegistryEvent.Kind;
import io.ringmaster.server.registry.RegistryObserver.Heartbeat;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registry: every command that changes who is listed, one at a time. It has no threads of its own and never asks for
 * the time; each command is given the moment at which it happens, and moments never run backwards on the monotonic clock.
 *
 * <p>Commands come from any thread and hold the one lock for microseconds. Reading goes past the lock, through
 * {@link #listing()}. A command that is refused throws {@link RefusedException} and has changed nothing.
 *
 * <p>It is longer than other classes because it is the list of all commands; what each needs to remember is elsewhere:
 * {@link RegistryStore}, {@link LeaseTable}, {@link SessionTable}, {@link ExpiryGuard}, {@link Protection}, {@link Loads}; who may
 * do what is known to {@link Rights}.
 */
public final class Registry {

    private static final int RENEWALS_PER_TERM = 3;

    private final RegistryStore store;
    private final RegistrySettings settings;
    private final RegistryObserver observer;
    private final LeaseTable leases = new LeaseTable();
    private final SessionTable sessions = new SessionTable();
    private final StreamLosses losses = new StreamLosses();
    private final ExpiryGuard guard;
    private final Protection protection;
    private final Rights rights;
    private final Loads loads;

    /** From which revision on callers leave out an instance that is listed and may not be called. */
    private final Map<InstanceKey, Revision> leftOutSince = new HashMap<>();

    private long settledAtNanos;

    /** Written under the lock, read by any thread; never becomes false again. */
    private volatile boolean settled;

    /**
     * Creates a registry that begins with what the store has; each instance in it gets a full term.
     *
     * @param observer is told what happens, under the lock
     * @param start now
     */
    public Registry(RegistryStore store, RegistrySettings settings, RegistryObserver observer, Moment start) {
        this.store = store;
        this.settings = settings;
        this.observer = observer;
        this.guard = new ExpiryGuard(settings.defaultTtl().dividedBy(RENEWALS_PER_TERM));
        this.protection = new Protection(settings.protection(), leases);
        this.rights = new Rights(store, settings, leases, sessions, this::takeoverRefused);
        this.loads = new Loads(leases, settings.defaultTtl());
        this.settledAtNanos = start.deadlineNanosAfter(settings.settlingTime());
        this.settled = settings.settlingTime().isZero();
        // Whoever lives had no chance to renew while nobody listened.
        for (ServiceCatalog service : store.listing().catalog().services()) {
            for (Instance instance : service.instances()) {
                String from = Objects.requireNonNull(store.registeredFrom(instance.key()));
                Lease lease = leases.grant(instance, from, start);
                leases.entrust(lease, store.custody(lease.key), start);
            }
        }
        expireOverrides(start);
    }

    /**
     * Clients can reach this registry from now on. What went before does not count against them: leases and the time of
     * settling begin now.
     */
    public synchronized void listening(Moment now) {
        settledAtNanos = now.deadlineNanosAfter(settings.settlingTime());
        leases.renewAll(now);
    }

    /** Returns what is listed now, without waiting for a command. */
    public Listing listing() {
        return store.listing();
    }

    /**
     * Whether what is listed is the whole truth. False for a while after the start, when instances that live may not have
     * come back yet.
     */
    public boolean settled() {
        return settled;
    }

    /** Lists an instance, or replaces what it claims, and grants it a lease. */
    public synchronized Registered register(Claim claim, Moment now) {
        InstanceKey key = claim.key();
        Actor by = claim.by();
        Lease held = leases.find(key);
        Instance listed = held == null ? null : held.listed();
        Registration registration = Refusal.INVALID_INSTANCE.unlessLegal(() -> claim.registration(
                settings.defaultTtlSeconds(),
                listed == null ? 0 : listed.registration().incarnation()));
        if (!by.mayRegister().test(registration.service(), registration.host())) {
            throw Refusals.notAllowedAt(registration.service(), registration.host(), by);
        }
        Refusals.requireSmall(registration.metadata(), settings.maxMetadataBytes());
        if (held == null) {
            rights.requireRoomFor(key, by);
        } else {
            rights.requireRightTo(held, registration, by, now);
        }
        if (registration.session() != null) {
            rights.requireOwnSession(registration.session(), by);
        }
        Instance next = next(listed, registration, claim.reported(), by.identity(), now.instant());
        boolean unchanged = next.equals(listed);
        Lease lease = leases.grant(listed != null && unchanged ? listed : next, by.address(), now);
        store.putRegisteredFrom(lease.key, by.address());
        if (!unchanged) {
            boolean sameProcess = listed != null
                    && registration.incarnation() == listed.registration().incarnation();
            commit(lease, listed, next, registrationKind(listed, next, sameProcess), null, by, now);
        }
        store.claim(lease.key);
        return new Registered(next, grant(registration.ttlSeconds()), listed == null);
    }

    /**
     * Renews a lease.
     *
     * @param incarnation which process asks, or null when it does not say
     */
    public synchronized void renew(InstanceKey key, @Nullable Long incarnation, Actor by, Moment now) {
        Lease lease = leases.find(key);
        if (lease == null || Rights.isOlder(lease.listed(), incarnation)) {
            observer.heartbeat(Heartbeat.UNKNOWN);
            throw Refusals.unknownInstance(key);
        }
        if (Rights.isNewer(lease.listed(), incarnation)) {
            observer.heartbeat(Heartbeat.STALE);
            throw Refusals.staleIncarnation(lease.listed());
        }
        rights.requireMayTouch(lease, by, now);
        renew(lease, now);
    }

    /**
     * Renews all leases of a client process and those it names, takes note of what it has applied and how many requests its
     * instances are serving, and raises a doubt about each instance that it could not reach.
     *
     * @return what the process must do, and the load it asked for
     */
    public synchronized BeatAnswer beat(String session, SessionBeat beat, Actor by, Moment now) {
        List<InstanceKey> held = new ArrayList<>();
        List<InstanceKey> failed = new ArrayList<>();
        Set<String> loadOf = new HashSet<>();
        Refusal.INVALID_NAME.unlessLegal(() -> {
            beat.instances().forEach(instance -> held.add(new InstanceKey(instance.service(), instance.id())));
            beat.failedCalls().forEach(call -> failed.add(new InstanceKey(call.service(), call.id())));
            beat.loadOf().forEach(service -> loadOf.add(Names.service(service)));
            return held;
        });
        Refusals.requireLegalLoad(beat);
        Refusals.requireShort("application", beat.application());
        rights.requireRoomForSession(session, by);
        rights.requireOwnSession(session, by);
        if (sessions.beat(session, by.identity(), beat.application(), beat.revision(), now)) {
            observer.acknowledged();
        }
        int ttlSeconds = settings.defaultTtlSeconds();
        for (Lease lease : leases.ofSession(session)) {
            if (!by.mayTouch(lease.listed())) {
                continue;
            }
            renew(lease, now);
            ttlSeconds = lease.lapses() ? Math.min(ttlSeconds, (int) lease.ttl.toSeconds()) : ttlSeconds;
        }
        List<InstanceKey> register = new ArrayList<>();
        List<InstanceKey> stale = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            InstanceKey key = held.get(i);
            Lease lease = leases.find(key);
            long incarnation = beat.instances().get(i).incarnation();
            if (lease != null && Rights.isNewer(lease.listed(), incarnation)) {
                stale.add(key);
                observer.heartbeat(Heartbeat.STALE);
            } else if (lease == null
                    || Rights.isOlder(lease.listed(), incarnation)
                    || Rights.isHeldByOther(lease.listed(), session)
                    || !by.mayTouch(lease.listed())) {
                register.add(key);
                observer.heartbeat(Heartbeat.UNKNOWN);
            } else {
                if (lease.session == null) {
                    renew(lease, now);
                }
                Integer inFlight = beat.instances().get(i).inFlight();
                if (inFlight != null) {
                    loads.serves(lease, inFlight, now);
                }
            }
        }
        failed.stream().distinct().forEach(this::doubt);
        return new BeatAnswer(grant(ttlSeconds).renewEverySeconds(), register, stale, loads.of(loadOf, now));
    }

    /**
     * Takes note of what an instance says of itself.
     *
     * @param status a reportable one
     * @param incarnation which process says so, or null when it does not tell
     */
    public synchronized void reportStatus(
            InstanceKey key, InstanceStatus status, @Nullable Long incarnation, Actor by, Moment now) {
        Lease lease = requireLease(key);
        Instance listed = lease.listed();
        rights.requireMayTouch(lease, by, now);
        Rights.requireNotStale(listed, incarnation);
        claim(lease, now);
        if (listed.reported() != status) {
            commit(lease, listed.withReported(status, now.instant()), Kind.REPORTED, "it says so", by, now);
        }
    }

    /** Adds words to the metadata of a listed instance; its next registration replaces them all. */
    public synchronized Instance describe(InstanceKey key, Map<String, String> words, Actor by, Moment now) {
        Lease lease = requireLease(key);
        rights.requireMayTouch(lease, by, now);
        Instance next =
                Refusal.INVALID_INSTANCE.unlessLegal(() -> lease.listed().describedBy(words));
        if (!next.equals(lease.listed())) {
            commit(lease, next, Kind.CHANGED, "its metadata were changed", by, now);
        }
        return next;
    }

    /** Takes an instance out because it leaves. */
    public synchronized void deregister(InstanceKey key, @Nullable Long incarnation, Actor by, Moment now) {
        Lease lease = requireLease(key);
        rights.requireMayTouch(lease, by, now);
        Rights.requireNotStale(lease.listed(), incarnation);
        remove(lease, RemovalReason.DEREGISTERED, Kind.DEREGISTERED, null, by, now);
    }

    /**
     * Takes note that somebody gets a certificate for a service.
     *
     * @param key the service, and the instance as far as it is known
     * @param cause what for, in words
     */
    public synchronized void certified(InstanceKey key, String cause, Actor by, Moment now) {
        Lease lease = leases.find(key);
        Instance listed = lease == null ? null : lease.listed();
        happened(key, listing().revision(), Kind.CERTIFIED, listed, listed, cause, by, now);
    }

    /** Takes note of what an operator says of a listed instance; it outlives the registration. */
    public synchronized Instance override(InstanceKey key, OperatorOverride override, Actor by, Moment now) {
        Lease lease = requireLease(key);
        if (hasEnded(override, now)) {
            throw Refusals.endsInThePast(override, now);
        }
        if (!store.overrides().containsKey(key)) {
            Refusals.requireRoom("overrides", store.overrides().size(), settings.maxInstances(), "instances");
        }
        store.putOverride(key, override);
        Instance next = lease.listed().withOverride(override, now.instant());
        commit(lease, next, Kind.OVERRIDDEN, override.reason(), by, now);
        return next;
    }

    /** Takes an operator's word back; that there is none is no fault. */
    public synchronized void clearOverride(InstanceKey key, Actor by, Moment now) {
        if (!store.overrides().containsKey(key)) {
            requireLease(key);
            return;
        }
        endOverride(key, "it was taken back", by, now);
    }

    /**
     * A client opened a stream.
     *
     * @param session the client process, or null if it did not say
     * @param services what it watches; empty means everything
     * @return the number by which to close it
     */
    public synchronized long streamOpened(@Nullable String session, Set<String> services, Actor by, Moment now) {
        if (session != null) {
            rights.requireRoomForSession(session, by);
            rights.requireOwnSession(session, by);
            for (Lease lease : leases.ofSession(session)) {
                claim(lease, now);
                trust(lease, "its stream is back", now);
            }
        }
        return sessions.open(session, by.identity(), services, now);
    }

    /**
     * A stream is closed.
     *
     * @param broken whether the client's side ended it, rather than this node
     */
    public synchronized void streamClosed(long number, boolean broken, Moment now) {
        String session = sessions.close(number, now);
        observer.acknowledged();
        if (session == null || !broken) {
            return;
        }
        List<Lease> held = leases.ofSession(session).stream()
                .filter(lease -> !lease.isElsewhere())
                .toList();
        if (held.isEmpty()) {
            return;
        }
        if (losses.add(session, sessions.withStream(), now)) {
            // The fault may be ours, so all of them get the time of a full term to come back.
            observer.manyStreamsBroke(losses.sessions().size(), sessions.withStream());
            losses.sessions().forEach(lost -> renewSilently(lost, now));
        } else if (losses.areMany()) {
            renewSilently(session, now);
        }
        for (Lease lease : held) {
            if (lease.listed().observed() == ObservedHealth.PASSING) {
                sees(lease, ObservedHealth.SUSPECT, "its stream broke", now);
            }
            doubt(lease);
        }
    }

    /**
     * Takes note of what somebody found out about a doubt. A finding on an instance that has registered again since comes too
     * late and changes nothing.
     *
     * <p>Only a refusal and an answer prove something by themselves. That nothing answers proves a hang when heartbeats are
     * missing as well, and a busy process when they are not.
     */
    public synchronized void found(Doubt doubt, Finding finding, Moment now) {
        Lease lease = leases.find(doubt.instance().key());
        if (lease == null || lease.serial != doubt.lease() || lease.isElsewhere()) {
            return;
        }
        lease.found();
        switch (finding) {
            case ANSWERED -> {
                if (lease.answered(settings.protection().atMost(), now)) {
                    sees(lease, ObservedHealth.PASSING, "it answers its check", now);
                } else {
                    suspectIfSilent(lease, "whoever answers its check need not be it", now);
                }
            }
            case CONNECTED -> {
                lease.connected();
                // Nobody here could hear its heartbeats, so its open port is the best proof there is.
                boolean believed = lease.isUnheard()
                        && lease.answered(settings.protection().atMost(), now);
                if (believed || lease.isProvenDead()) {
                    sees(lease, ObservedHealth.PASSING, "it accepts connections again", now);
                } else {
                    suspectIfSilent(lease, "its port accepts connections", now);
                }
            }
            case REFUSED -> sees(lease, ObservedHealth.FAILING, "connection refused", now);
            case UNHEALTHY -> sees(lease, ObservedHealth.FAILING, "its check says that it is not alive", now);
            case SILENT, UNREACHABLE -> {
                lease.lookedForNothing();
                boolean silent = finding == Finding.SILENT;
                String answer = silent ? "its port accepts connections and does not answer" : "it cannot be reached";
                if (lease.lookedInVain()) {
                    sees(lease, ObservedHealth.FAILING, answer, now);
                } else if (silent && lease.isSilent(now)) {
                    sees(lease, ObservedHealth.FAILING, silence(lease, now) + ", and " + answer, now);
                } else {
                    suspectIfSilent(lease, answer, now);
                }
            }
            case NOT_ALLOWED -> {
                lease.lookedForNothing();
                suspectIfSilent(lease, "it may not be probed at its address", now);
            }
            case NOT_WANTED -> {
                lease.lookedForNothing();
                suspectIfSilent(lease, "it wants no probe", now);
            }
        }
    }

    /**
     * Somebody else doubts that an instance lives; whether that is looked into depends on who looks after its lease. An unknown
     * instance is no fault.
     */
    public synchronized void doubt(InstanceKey key) {
        Lease lease = leases.find(key);
        if (lease != null) {
            doubt(lease);
        }
    }

    private void doubt(Lease lease) {
        if (lease.isElsewhere()) {
            observer.doubtedElsewhere(lease.key);
        } else {
            observer.doubted(new Doubt(lease.listed(), lease.registeredFrom, lease.serial));
        }
    }

    /**
     * Takes in what other nodes say.
     *
     * @param news makes the store take it, under the lock, given whether this node hears the heartbeats of an instance and so
     *     knows better than others whether it lives
     * @param silently whether observers need not hear of it, since all of it happened long ago
     */
    public synchronized void takeIn(Function<Predicate<InstanceKey>, List<Taken>> news, boolean silently, Moment now) {
        for (Taken taken : news.apply(key -> isHeard(key, now))) {
            Instance after = taken.after();
            String from = store.registeredFrom(taken.key());
            if (after == null || from == null) {
                // Or it was listed only until a later one of these.
                leases.end(taken.key());
            } else {
                Lease lease = leases.find(taken.key());
                if (lease == null || !taken.isSameClaim() || !lease.registeredFrom.equals(from)) {
                    lease = leases.grant(after, from, now);
                }
                lease.lists(after);
                leases.entrust(lease, store.custody(taken.key()), now);
            }
            Revision revision = taken.revision();
            if (revision != null) {
                follow(taken.key(), after, revision);
                if (!silently) {
                    observer.happened(taken.event(revision, now.instant()));
                }
            }
        }
    }

    /**
     * Nodes came or went, so the store is asked anew who looks after which lease, and clients may have gone where this node cannot
     * hear them.
     */
    public synchronized void nodesChanged(Moment now) {
        leases.all().forEach(lease -> {
            lease.mayBeHeardElsewhere();
            leases.entrust(lease, store.custody(lease.key), now);
        });
    }

    /**
     * Acts on everything that has come to its end: leases, overrides, the time of settling. To be called several times a
     * second.
     */
    public synchronized void expireLapsed(Moment now) {
        Duration standstill = guard.standstill(now);
        if (!standstill.isZero()) {
            leases.renewAll(now);
            observer.stoodStill(standstill);
        }
        leases.due(now).forEach(lease -> look(lease, now));
        protection.settle(now).forEach(service -> observer.protectionChanged(service, protection.state(service, now)));
        expireOverrides(now);
        sessions.forgetSilent(now);
        loads.forgetUnwanted(now);
        if (!settled && now.hasReached(settledAtNanos)) {
            settled = true;
        }
    }

    /**
     * Returns how far it has spread among those who watch at this node that callers shall leave an instance out.
     *
     * @throws RefusedException if it may be called
     */
    public synchronized Drain drain(InstanceKey key, Moment now) {
        Lease lease = requireLease(key);
        Instance listed = lease.listed();
        if (mayBeCalled(listed)) {
            throw Refusals.notDraining(listed);
        }
        Revision revision = leftOutSince.getOrDefault(key, listing().revision());
        List<Watcher> live = sessions.live(key.service(), settings.defaultTtl(), now).stream()
                .filter(watcher ->
                        !Objects.equals(watcher.session(), listed.registration().session()))
                .toList();
        return new Drain(
                listed,
                revision,
                live.size(),
                live.stream()
                        .filter(watcher -> !watcher.hasApplied(revision))
                        .map(Drain.Waiting::here)
                        .toList(),
                lease.inFlight(now));
    }

    /** Returns the services whose load callers have asked this node for lately. */
    public synchronized Set<String> loadWanted() {
        return loads.wanted();
    }

    /** Returns how many requests the instances of a service that talk to this node are serving, by id. */
    public synchronized Map<String, Integer> loadHere(String service, Moment now) {
        return loads.here(service, now);
    }

    /** Takes note of how many requests instances that talk to another node are serving, by id. */
    public synchronized void loadElsewhere(String service, Map<String, Integer> inFlight, Moment now) {
        loads.elsewhere(service, inFlight, now);
    }

    /** Returns how the protection of a service stands. */
    public synchronized ProtectionState protection(String service, Moment now) {
        return protection.state(service, now);
    }

    /** Returns how many services have instances listed that would have left without protection. */
    public synchronized int protectedServices() {
        return protection.servicesOn();
    }

    /** Returns when this node last heard from a listed instance, or null if it is not listed. */
    public synchronized @Nullable Instant lastHeartbeat(InstanceKey key) {
        Lease lease = leases.find(key);
        return lease == null ? null : lease.lastHeartbeat();
    }

    /** Completes when what was done so far outlives a crash; see {@link RegistryStore#durable}. */
    public CompletionStage<Void> durable() {
        return store.durable();
    }

    /** Returns the open streams that are told of the changes of a service. */
    public synchronized List<Watcher> watchers(String service) {
        return sessions.watchers(service);
    }

    /** Returns how many streams are open. */
    public synchronized int openStreams() {
        return sessions.openStreams();
    }

    private Instance next(
            @Nullable Instance listed,
            Registration registration,
            InstanceStatus reported,
            @Nullable String by,
            Instant at) {
        OperatorOverride override = store.overrides().get(registration.key());
        Instance fresh = new Instance(registration, reported, override, ObservedHealth.PASSING, null, at, at, by);
        if (listed == null || registration.incarnation() > listed.registration().incarnation()) {
            return fresh;
        }
        Instant statusSince = fresh.status() == listed.status() ? listed.statusSince() : at;
        return new Instance(
                registration, reported, override, ObservedHealth.PASSING, null, listed.registeredAt(), statusSince, by);
    }

    private static Kind registrationKind(@Nullable Instance listed, Instance next, boolean sameProcess) {
        if (listed == null || !sameProcess) {
            return Kind.REGISTERED;
        }
        if (!listed.registration().equals(next.registration())) {
            return Kind.CHANGED;
        }
        return listed.reported() == next.reported() ? Kind.RECOVERED : Kind.REPORTED;
    }

    /** Whatever is listed has a lease. */
    private Lease requireLease(InstanceKey key) {
        Lease lease = leases.find(key);
        if (lease == null) {
            throw Refusals.unknownInstance(key);
        }
        return lease;
    }

    private void renew(Lease lease, Moment now) {
        claim(lease, now);
        lease.renew(now);
        observer.heartbeat(Heartbeat.RENEWED);
        trust(lease, "its heartbeats are back", now);
    }

    private void claim(Lease lease, Moment now) {
        if (lease.custody() != Custody.HELD) {
            store.claim(lease.key);
            leases.entrust(lease, Custody.HELD, now);
        }
    }

    private boolean isHeard(InstanceKey key, Moment now) {
        Lease lease = leases.find(key);
        return lease != null && lease.isHeard(now);
    }

    /** Its heartbeat is overdue, or its lease has lapsed, or nobody sends any for it, or rarely. */
    private void look(Lease lease, Moment now) {
        Instance listed = lease.listed();
        boolean dead = lease.isProvenDead();
        if (!lease.hasLapsed(now)) {
            lease.looked(now);
            if (lease.isSilent(now)) {
                protection.overdue(lease, now);
            }
            boolean wanted = lease.lapses()
                    ? lease.isOrphan() || (!dead && (lease.isSilent(now) || mayBeCalled(listed)))
                    : listed.registration().check().type() != Check.Type.NONE;
            if (wanted && lease.isWorthALook(now)) {
                doubt(lease);
            }
        } else if (lease.awaitsFinding()) {
            lease.looked(now);
            doubt(lease);
        } else if (!dead && protection.keeps(lease, now)) {
            lease.keep(now);
            doubt(lease);
            suspectIfSilent(lease, "its service is protected", now);
        } else {
            remove(
                    lease,
                    dead ? RemovalReason.REFUSED : RemovalReason.EXPIRED,
                    dead ? Kind.REFUSED : Kind.EXPIRED,
                    silence(lease, now),
                    null,
                    now);
        }
    }

    private static String silence(Lease lease, Moment now) {
        return "no heartbeat for " + lease.sinceHeartbeat(now).toSeconds() + " s";
    }

    private static boolean mayBeCalled(Instance listed) {
        return listed.status() == InstanceStatus.UP || listed.status() == InstanceStatus.SUSPECT;
    }

    private void renewSilently(String session, Moment now) {
        leases.ofSession(session).forEach(lease -> lease.renew(now));
    }

    /** A sign of life ends a suspicion. A proven failure needs more: that the instance is seen to answer again. */
    private void trust(Lease lease, String cause, Moment now) {
        ObservedHealth observed = lease.listed().observed();
        if (observed == ObservedHealth.SUSPECT) {
            sees(lease, ObservedHealth.PASSING, cause, now);
        } else if (observed == ObservedHealth.FAILING) {
            doubt(lease);
        }
    }

    private void suspectIfSilent(Lease lease, String answer, Moment now) {
        if (lease.isSilent(now) && lease.listed().observed() == ObservedHealth.PASSING) {
            sees(lease, ObservedHealth.SUSPECT, silence(lease, now) + ", and " + answer, now);
        }
    }

    /**
     * @param cause why, in words
     */
    private void sees(Lease lease, ObservedHealth health, String cause, Moment now) {
        if (lease.listed().observed() == health) {
            return;
        }
        String kept = health == ObservedHealth.PASSING ? null : cause;
        Instance next = lease.listed().withObserved(health, kept, now.instant());
        commit(lease, next, Taken.kind(health), cause, null, now);
    }

    private void endOverride(InstanceKey key, String cause, @Nullable Actor by, Moment now) {
        store.removeOverride(key);
        Lease lease = leases.find(key);
        if (lease != null) {
            commit(lease, lease.listed().withOverride(null, now.instant()), Kind.OVERRIDE_ENDED, cause, by, now);
        }
    }

    private void expireOverrides(Moment now) {
        Map.copyOf(store.overrides()).forEach((key, override) -> {
            if (hasEnded(override, now)) {
                endOverride(key, "it expired", null, now);
            }
        });
    }

    private static boolean hasEnded(OperatorOverride override, Moment now) {
        Instant expiresAt = override.expiresAt();
        return expiresAt != null && !now.instant().isBefore(expiresAt);
    }

    private void remove(
            Lease lease, RemovalReason reason, Kind kind, @Nullable String cause, @Nullable Actor by, Moment now) {
        leases.end(lease.key);
        Change change = store.remove(lease.key, reason);
        follow(lease.key, null, change.revision());
        happened(lease.key, change.revision(), kind, lease.listed(), null, cause, by, now);
    }

    private void commit(Lease lease, Instance next, Kind kind, @Nullable String cause, @Nullable Actor by, Moment now) {
        commit(lease, lease.listed(), next, kind, cause, by, now);
    }

    private void commit(
            Lease lease,
            @Nullable Instance before,
            Instance next,
            Kind kind,
            @Nullable String cause,
            @Nullable Actor by,
            Moment now) {
        Change change = store.put(next);
        lease.lists(next);
        follow(lease.key, next, change.revision());
        happened(lease.key, change.revision(), kind, before, next, cause, by, now);
    }

    private void happened(
            InstanceKey key,
            Revision revision,
            Kind kind,
            @Nullable Instance before,
            @Nullable Instance after,
            @Nullable String cause,
            @Nullable Actor by,
            Moment now) {
        observer.happened(new RegistryEvent(
                now.instant(),
                revision,
                key,
                kind,
                before == null ? null : before.status(),
                after == null ? null : after.status(),
                cause,
                by == null ? null : by.identity(),
                by == null ? null : by.address()));
    }

    private void takeoverRefused(Instance listed, Actor by, Moment now) {
        String cause = "it is of " + listed.registeredBy();
        happened(listed.key(), listing().revision(), Kind.TAKEOVER_REFUSED, listed, listed, cause, by, now);
    }

    private void follow(InstanceKey key, @Nullable Instance listed, Revision revision) {
        if (listed == null || mayBeCalled(listed)) {
            leftOutSince.remove(key);
        } else {
            leftOutSince.putIfAbsent(key, revision);
        }
    }

    private LeaseGrant grant(int ttlSeconds) {
        int term = ttlSeconds == 0 ? settings.defaultTtlSeconds() : ttlSeconds;
        return new LeaseGrant(ttlSeconds, Math.max(1, term / RENEWALS_PER_TERM));
    }
}
