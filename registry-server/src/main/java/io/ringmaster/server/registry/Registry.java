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
        this.protection = new Protection(settings.protection(), leases, this::isProvenDead);
        this.rights = new Rights(store, settings, leases, sessions, this::takeoverRefused);
        this.loads = new Loads(leases, settings.defaultTtl());
        this.settledAtNanos = start.deadlineNanosAfter(settings.settlingTime());
        this.settled = settings.settlingTime().isZero();
        // Whoever lives had no chance to renew while nobody listened.
        for (ServiceCatalog service : store.listing().catalog().services()) {
            for (Instance instance : service.instances()) {
                Registration registration = instance.registration();
                String from = Objects.requireNonNull(store.registeredFrom(instance.key()));
                Lease lease = leases.grant(
                        instance.key(),
                        registration.ttl(),
                        registration.session(),
                        instance.registeredBy(),
                        from,
                        start);
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
        Instance listed = find(key);
        Registration registration = Refusal.INVALID_INSTANCE.unlessLegal(() -> claim.registration(
                settings.defaultTtlSeconds(),
                listed == null ? 0 : listed.registration().incarnation()));
        if (!by.mayRegister().test(registration.service(), registration.host())) {
            throw Refusals.notAllowedAt(registration.service(), registration.host(), by);
        }
        Refusals.requireSmall(registration.metadata(), settings.maxMetadataBytes());
        if (listed == null) {
            rights.requireRoomFor(key, by);
        } else {
            rights.requireRightTo(listed, registration, by, now);
        }
        if (registration.session() != null) {
            rights.requireOwnSession(registration.session(), by);
        }
        Instance next = next(listed, registration, claim.reported(), by.identity(), now.instant());
        leases.grant(key, registration.ttl(), registration.session(), by.identity(), by.address(), now);
        store.putRegisteredFrom(key, by.address());
        if (!next.equals(listed)) {
            boolean sameProcess = listed != null
                    && registration.incarnation() == listed.registration().incarnation();
            commit(listed, next, registrationKind(listed, next, sameProcess), null, by, now);
        }
        store.claim(key);
        return new Registered(next, grant(registration.ttlSeconds()), listed == null);
    }

    /**
     * Renews a lease.
     *
     * @param incarnation which process asks, or null when it does not say
     */
    public synchronized void renew(InstanceKey key, @Nullable Long incarnation, Actor by, Moment now) {
        Instance listed = find(key);
        if (listed == null || Rights.isOlder(listed, incarnation)) {
            observer.heartbeat(Heartbeat.UNKNOWN);
            throw Refusals.unknownInstance(key);
        }
        if (Rights.isNewer(listed, incarnation)) {
            observer.heartbeat(Heartbeat.STALE);
            throw Refusals.staleIncarnation(listed);
        }
        rights.requireMayTouch(listed, by, now);
        renew(listed, now);
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
            Instance listed = requireListed(lease.key);
            if (!by.mayTouch(listed)) {
                continue;
            }
            renew(listed, now);
            ttlSeconds = lease.lapses() ? Math.min(ttlSeconds, (int) lease.ttl.toSeconds()) : ttlSeconds;
        }
        List<InstanceKey> register = new ArrayList<>();
        List<InstanceKey> stale = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            InstanceKey key = held.get(i);
            Instance listed = find(key);
            long incarnation = beat.instances().get(i).incarnation();
            if (listed != null && Rights.isNewer(listed, incarnation)) {
                stale.add(key);
                observer.heartbeat(Heartbeat.STALE);
            } else if (listed == null
                    || Rights.isOlder(listed, incarnation)
                    || Rights.isHeldByOther(listed, session)
                    || !by.mayTouch(listed)) {
                register.add(key);
                observer.heartbeat(Heartbeat.UNKNOWN);
            } else {
                if (listed.registration().session() == null) {
                    renew(listed, now);
                }
                Lease lease = leases.find(key);
                Integer inFlight = beat.instances().get(i).inFlight();
                if (lease != null && inFlight != null) {
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
        Instance listed = requireListed(key);
        rights.requireMayTouch(listed, by, now);
        Rights.requireNotStale(listed, incarnation);
        claim(requireLease(listed), now);
        if (listed.reported() != status) {
            commit(listed, listed.withReported(status, now.instant()), Kind.REPORTED, "it says so", by, now);
        }
    }

    /** Adds words to the metadata of a listed instance; its next registration replaces them all. */
    public synchronized Instance describe(InstanceKey key, Map<String, String> words, Actor by, Moment now) {
        Instance listed = requireListed(key);
        rights.requireMayTouch(listed, by, now);
        Instance next = Refusal.INVALID_INSTANCE.unlessLegal(() -> listed.describedBy(words));
        if (!next.equals(listed)) {
            commit(listed, next, Kind.CHANGED, "its metadata were changed", by, now);
        }
        return next;
    }

    /** Takes an instance out because it leaves. */
    public synchronized void deregister(InstanceKey key, @Nullable Long incarnation, Actor by, Moment now) {
        Instance listed = requireListed(key);
        rights.requireMayTouch(listed, by, now);
        Rights.requireNotStale(listed, incarnation);
        remove(listed, RemovalReason.DEREGISTERED, Kind.DEREGISTERED, null, by, now);
    }

    /**
     * Takes note that somebody gets a certificate for a service.
     *
     * @param key the service, and the instance as far as it is known
     * @param cause what for, in words
     */
    public synchronized void certified(InstanceKey key, String cause, Actor by, Moment now) {
        Instance listed = find(key);
        happened(key, listing().revision(), Kind.CERTIFIED, listed, listed, cause, by, now);
    }

    /** Takes note of what an operator says of a listed instance; it outlives the registration. */
    public synchronized Instance override(InstanceKey key, OperatorOverride override, Actor by, Moment now) {
        Instance listed = requireListed(key);
        if (hasEnded(override, now)) {
            throw Refusals.endsInThePast(override, now);
        }
        if (!store.overrides().containsKey(key)) {
            Refusals.requireRoom("overrides", store.overrides().size(), settings.maxInstances(), "instances");
        }
        store.putOverride(key, override);
        Instance next = listed.withOverride(override, now.instant());
        commit(listed, next, Kind.OVERRIDDEN, override.reason(), by, now);
        return next;
    }

    /** Takes an operator's word back; that there is none is no fault. */
    public synchronized void clearOverride(InstanceKey key, Actor by, Moment now) {
        if (!store.overrides().containsKey(key)) {
            requireListed(key);
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
                trust(requireListed(lease.key), "its stream is back", now);
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
            Instance listed = requireListed(lease.key);
            if (listed.observed() == ObservedHealth.PASSING) {
                sees(listed, ObservedHealth.SUSPECT, "its stream broke", now);
            }
            doubt(lease.key);
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
        Instance listed = requireListed(lease.key);
        switch (finding) {
            case ANSWERED -> {
                if (lease.answered(settings.protection().atMost(), now)) {
                    sees(listed, ObservedHealth.PASSING, "it answers its check", now);
                } else {
                    suspectIfSilent(listed, lease, "whoever answers its check need not be it", now);
                }
            }
            case CONNECTED -> {
                lease.connected();
                // Nobody here could hear its heartbeats, so its open port is the best proof there is.
                boolean believed = lease.isUnheard()
                        && lease.answered(settings.protection().atMost(), now);
                if (believed || listed.observed() == ObservedHealth.FAILING) {
                    sees(listed, ObservedHealth.PASSING, "it accepts connections again", now);
                } else {
                    suspectIfSilent(listed, lease, "its port accepts connections", now);
                }
            }
            case REFUSED -> sees(listed, ObservedHealth.FAILING, "connection refused", now);
            case UNHEALTHY -> sees(listed, ObservedHealth.FAILING, "its check says that it is not alive", now);
            case SILENT, UNREACHABLE -> {
                lease.lookedForNothing();
                boolean silent = finding == Finding.SILENT;
                String answer = silent ? "its port accepts connections and does not answer" : "it cannot be reached";
                if (lease.lookedInVain()) {
                    sees(listed, ObservedHealth.FAILING, answer, now);
                } else if (silent && lease.isSilent(now)) {
                    sees(listed, ObservedHealth.FAILING, silence(lease, now) + ", and " + answer, now);
                } else {
                    suspectIfSilent(listed, lease, answer, now);
                }
            }
            case NOT_ALLOWED -> {
                lease.lookedForNothing();
                suspectIfSilent(listed, lease, "it may not be probed at its address", now);
            }
            case NOT_WANTED -> {
                lease.lookedForNothing();
                suspectIfSilent(listed, lease, "it wants no probe", now);
            }
        }
    }

    /**
     * Somebody else doubts that an instance lives; whether that is looked into depends on who looks after its lease. An unknown
     * instance is no fault.
     */
    public synchronized void doubt(InstanceKey key) {
        Instance listed = find(key);
        Lease lease = leases.find(key);
        if (listed == null || lease == null) {
            return;
        }
        if (lease.isElsewhere()) {
            observer.doubtedElsewhere(key);
        } else {
            observer.doubted(new Doubt(listed, lease.registeredFrom, lease.serial));
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
                Registration registration = after.registration();
                Lease lease = leases.find(taken.key());
                if (lease == null || !taken.isSameClaim() || !lease.registeredFrom.equals(from)) {
                    lease = leases.grant(
                            taken.key(), registration.ttl(), registration.session(), after.registeredBy(), from, now);
                }
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
        Instance listed = requireListed(key);
        if (mayBeCalled(listed)) {
            throw Refusals.notDraining(listed);
        }
        Revision revision = leftOutSince.getOrDefault(key, listing().revision());
        List<Watcher> live = sessions.live(key.service(), settings.defaultTtl(), now).stream()
                .filter(watcher ->
                        !Objects.equals(watcher.session(), listed.registration().session()))
                .toList();
        Lease lease = leases.find(key);
        return new Drain(
                listed,
                revision,
                live.size(),
                live.stream()
                        .filter(watcher -> !watcher.hasApplied(revision))
                        .map(Drain.Waiting::here)
                        .toList(),
                lease == null ? null : lease.inFlight(now));
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

    private @Nullable Instance find(InstanceKey key) {
        return listing().catalog().find(key);
    }

    private Instance requireListed(InstanceKey key) {
        Instance listed = find(key);
        if (listed == null) {
            throw Refusals.unknownInstance(key);
        }
        return listed;
    }

    private Lease requireLease(Instance listed) {
        Lease lease = leases.find(listed.key());
        if (lease == null) {
            throw new IllegalStateException(listed.key() + " is listed without a lease");
        }
        return lease;
    }

    private void renew(Instance listed, Moment now) {
        Lease lease = requireLease(listed);
        claim(lease, now);
        lease.renew(now);
        observer.heartbeat(Heartbeat.RENEWED);
        trust(listed, "its heartbeats are back", now);
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
        Instance listed = requireListed(lease.key);
        boolean dead = listed.observed() == ObservedHealth.FAILING;
        if (!lease.hasLapsed(now)) {
            lease.looked(now);
            if (lease.isSilent(now)) {
                protection.overdue(lease, now);
            }
            boolean wanted = lease.lapses()
                    ? lease.isOrphan() || (!dead && (lease.isSilent(now) || mayBeCalled(listed)))
                    : listed.registration().check().type() != Check.Type.NONE;
            if (wanted && lease.isWorthALook(now)) {
                doubt(lease.key);
            }
        } else if (lease.awaitsFinding()) {
            lease.looked(now);
            doubt(lease.key);
        } else if (!dead && protection.keeps(lease, now)) {
            lease.keep(now);
            doubt(lease.key);
            suspectIfSilent(listed, lease, "its service is protected", now);
        } else {
            remove(
                    listed,
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

    private boolean isProvenDead(InstanceKey key) {
        Instance listed = find(key);
        return listed != null && listed.observed() == ObservedHealth.FAILING;
    }

    private static boolean mayBeCalled(Instance listed) {
        return listed.status() == InstanceStatus.UP || listed.status() == InstanceStatus.SUSPECT;
    }

    private void renewSilently(String session, Moment now) {
        leases.ofSession(session).forEach(lease -> lease.renew(now));
    }

    /** A sign of life ends a suspicion. A proven failure needs more: that the instance is seen to answer again. */
    private void trust(Instance listed, String cause, Moment now) {
        if (listed.observed() == ObservedHealth.SUSPECT) {
            sees(listed, ObservedHealth.PASSING, cause, now);
        } else if (listed.observed() == ObservedHealth.FAILING) {
            doubt(listed.key());
        }
    }

    private void suspectIfSilent(Instance listed, Lease lease, String answer, Moment now) {
        if (lease.isSilent(now) && listed.observed() == ObservedHealth.PASSING) {
            sees(listed, ObservedHealth.SUSPECT, silence(lease, now) + ", and " + answer, now);
        }
    }

    /**
     * @param cause why, in words
     */
    private void sees(Instance listed, ObservedHealth health, String cause, Moment now) {
        if (listed.observed() == health) {
            return;
        }
        String kept = health == ObservedHealth.PASSING ? null : cause;
        commit(listed, listed.withObserved(health, kept, now.instant()), Taken.kind(health), cause, null, now);
    }

    private void endOverride(InstanceKey key, String cause, @Nullable Actor by, Moment now) {
        store.removeOverride(key);
        Instance listed = find(key);
        if (listed != null) {
            commit(listed, listed.withOverride(null, now.instant()), Kind.OVERRIDE_ENDED, cause, by, now);
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
            Instance listed, RemovalReason reason, Kind kind, @Nullable String cause, @Nullable Actor by, Moment now) {
        leases.end(listed.key());
        Change change = store.remove(listed.key(), reason);
        follow(listed.key(), null, change.revision());
        happened(listed.key(), change.revision(), kind, listed, null, cause, by, now);
    }

    private void commit(
            @Nullable Instance before,
            Instance next,
            Kind kind,
            @Nullable String cause,
            @Nullable Actor by,
            Moment now) {
        Change change = store.put(next);
        follow(next.key(), next, change.revision());
        happened(next.key(), change.revision(), kind, before, next, cause, by, now);
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
