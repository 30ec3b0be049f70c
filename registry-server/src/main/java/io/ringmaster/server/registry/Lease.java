package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Permission for one instance to stay listed until a deadline. Guarded by the registry's lock. */
final class Lease {

    /** Time between two looks at an instance that nothing tells of in time: persistent, protected, or with rare heartbeats. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** Attempts to take an instance over that follow each other faster than this are told as one. */
    private static final Duration ATTEMPTS_ARE_ONE = Duration.ofMinutes(1);

    /** How many looks in a row without an answer prove that a persistent instance, which need not send anything, is dead. */
    private static final int LOOKS_IN_VAIN = 3;

    static final int NOT_QUEUED = -1;

    final InstanceKey key;

    /** The term of each renewal; zero when the lease never lapses. */
    final Duration ttl;

    /** The client process that holds it, or null. */
    final @Nullable String session;

    /** The identity that registered the instance, or null. */
    final @Nullable String registeredBy;

    /** The address literal that the registration came from. */
    final String registeredFrom;

    /** The time between two looks when its heartbeats are rare. */
    private final Supplier<Duration> pace;

    /** Tells this lease from all earlier and later ones, also of the same instance. */
    final long serial;

    /** For when it was queued, at or before {@link #nextLookNanos}; belongs to {@link LookQueue}. */
    long queuedNanos;

    /** Its place there, or {@link #NOT_QUEUED}. */
    int queuePlace = NOT_QUEUED;

    /** Its neighbours among those of its session, in the order in which they were granted; belongs to {@link LeaseTable}. */
    @Nullable
    Lease earlierOfSession;

    @Nullable
    Lease laterOfSession;

    /** What is listed now. It is here as well as in the listing, since nothing is asked for more often and a search there costs more. */
    private Instance listed;

    // Numbers rather than moments: what is old and points to what is new makes work for the collector, and each
    // heartbeat is new.

    /** The last sign of life: a heartbeat, or an answer to a probe. On the monotonic clock. */
    private long signNanos;

    /** The last heartbeat, on the monotonic clock, and on the other one: seconds since the epoch, and nanoseconds of the next. */
    private long heartbeatNanos;

    private long heartbeatEpochSecond;
    private int heartbeatNanoOfSecond;

    /** When it lapses, on the monotonic clock. */
    private long deadlineNanos;

    /** When somebody must look at it: because a heartbeat is overdue, and then because it lapses. */
    private long nextLookNanos;

    private Custody custody = Custody.HELD;

    /** Whether no heartbeat has come since other nodes came or went, or might have without being seen. */
    private boolean unheard;

    private boolean kept;
    private int looksInVain;

    /** Whether a look in this term told nothing. */
    private boolean lookedForNothing;

    /** Whether somebody has looked since the term began. */
    private boolean found;

    /** When somebody last tried in vain to take the instance over, or null. */
    private @Nullable Moment takeoverRefused;

    /** How many requests the instance last said to be serving; null if it never has. */
    private @Nullable Integer inFlight;

    /** Until when that is worth anything, on the monotonic clock. */
    private long inFlightUntilNanos;

    Lease(InstanceKey key, Instance listed, String registeredFrom, long serial, Supplier<Duration> pace, Moment now) {
        this.key = key;
        this.listed = listed;
        this.ttl = listed.registration().ttl();
        this.session = listed.registration().session();
        this.registeredBy = listed.registeredBy();
        this.registeredFrom = registeredFrom;
        this.serial = serial;
        this.pace = pace;
        beginTerm(now);
    }

    Instance listed() {
        return listed;
    }

    /** Takes note of what is listed from now on, of the same claim. */
    void lists(Instance next) {
        listed = next;
    }

    /** Whether what is listed is proven dead. */
    boolean isProvenDead() {
        return listed.observed() == ObservedHealth.FAILING;
    }

    boolean lapses() {
        return !ttl.isZero();
    }

    Custody custody() {
        return custody;
    }

    /** Another looks after it from now on. What went before does not count: a full term begins. */
    void entrust(Custody next, Moment now) {
        custody = next;
        mayBeHeardElsewhere();
        beginTerm(now);
    }

    boolean isElsewhere() {
        return custody == Custody.ELSEWHERE;
    }

    boolean isOrphan() {
        return custody == Custody.ORPHANED;
    }

    /** Whether heartbeats reach this node, so that it knows better than others whether the instance lives. */
    boolean isHeard(Moment now) {
        return custody == Custody.HELD && !isSilent(now);
    }

    /** Begins a full term, because of a heartbeat. */
    void renew(Moment now) {
        beginTerm(now);
        unheard = false;
    }

    /** Begins a full term without a heartbeat, because there may have been one that could not be heard. */
    void beginTerm(Moment now) {
        heartbeatNanos = now.nanos();
        heartbeatEpochSecond = now.instant().getEpochSecond();
        heartbeatNanoOfSecond = now.instant().getNano();
        extend(now);
    }

    /**
     * Begins a full term because its check was answered, unless heartbeats are missing for too long: then another process may
     * answer at its address.
     *
     * @return whether it did
     */
    boolean answered(Duration atMost, Moment now) {
        if (lapses() && sinceHeartbeat(now).compareTo(atMost) >= 0) {
            return false;
        }
        extend(now);
        return true;
    }

    /** A client may have gone to a node that cannot be seen from here, unless its next heartbeat comes. */
    void mayBeHeardElsewhere() {
        unheard = true;
    }

    private void extend(Moment now) {
        signNanos = now.nanos();
        kept = false;
        found = false;
        looksInVain = 0;
        lookedForNothing = false;
        deadlineNanos = now.deadlineNanosAfter(ttl);
        nextLookNanos = nextLookNanos(now);
    }

    private long nextLookNanos(Moment now) {
        if (!lapses() || kept || hasLapsed(now)) {
            return now.deadlineNanosAfter(LOOK_EVERY);
        }
        // Two of the three heartbeats of a term are missing then.
        long overdue = deadlineNanos - ttl.toNanos() / 3;
        long due = now.hasReached(overdue) ? deadlineNanos : overdue;
        if (!isRarelyHeard()) {
            return due;
        }
        long soon = now.deadlineNanosAfter(pace.get());
        return soon - due < 0 ? soon : due;
    }

    /** Whether no stream breaks when its holder dies, and its heartbeats are rarer than looks: nothing else would tell in time. */
    boolean isRarelyHeard() {
        return session == null && ttl.compareTo(LOOK_EVERY.multipliedBy(3)) > 0;
    }

    /** Somebody came back from looking. */
    void found() {
        found = true;
    }

    /** Whether its heartbeats may go to a node that cannot be seen from here. */
    boolean isUnheard() {
        return unheard;
    }

    /** Whether nothing may be concluded yet: nobody here could hear its heartbeats, and nobody has looked either. */
    boolean awaitsFinding() {
        return unheard && !found;
    }

    /** Somebody goes to look at it: the next look is due some time later, at the latest when it lapses. */
    void looked(Moment now) {
        nextLookNanos = nextLookNanos(now);
    }

    /** A look told nothing. */
    void lookedForNothing() {
        lookedForNothing = true;
    }

    /** Whether looking promises anything: not if it told nothing before and heartbeats are in time. */
    boolean isWorthALook(Moment now) {
        return !lookedForNothing || !lapses() || isSilent(now);
    }

    /** It has lapsed and stays listed all the same. */
    void keep(Moment now) {
        kept = true;
        looked(now);
    }

    boolean isKept() {
        return kept;
    }

    boolean isDue(Moment now) {
        return now.hasReached(nextLookNanos);
    }

    long nextLookNanos() {
        return nextLookNanos;
    }

    Instant lastHeartbeat() {
        return Instant.ofEpochSecond(heartbeatEpochSecond, heartbeatNanoOfSecond);
    }

    Duration sinceHeartbeat(Moment now) {
        return now.since(heartbeatNanos);
    }

    Duration silence(Moment now) {
        return now.since(signNanos);
    }

    /** Whether heartbeats are missing. Nobody waits for those of a lease that never lapses. */
    boolean isSilent(Moment now) {
        return lapses()
                && !isElsewhere()
                && silence(now).compareTo(ttl.multipliedBy(2).dividedBy(3)) >= 0;
    }

    /** Counts a look that got no answer; returns whether these are enough to give up an instance that sends nothing. */
    boolean lookedInVain() {
        return ++looksInVain >= LOOKS_IN_VAIN && !lapses();
    }

    void connected() {
        looksInVain = 0;
    }

    /**
     * Takes note of how many requests the instance is serving.
     *
     * @param term how long that is worth anything
     */
    void serves(int requests, Duration term, Moment now) {
        inFlight = requests;
        inFlightUntilNanos = now.deadlineNanosAfter(term);
    }

    /** Returns how many requests the instance is serving, or null if it has not said so lately. */
    @Nullable
    Integer inFlight(Moment now) {
        return now.hasReached(inFlightUntilNanos) ? null : inFlight;
    }

    /** Somebody tried in vain to take the instance over. Returns whether that is news, rather than one of many attempts. */
    boolean takeoverRefused(Moment now) {
        if (takeoverRefused != null && now.since(takeoverRefused).compareTo(ATTEMPTS_ARE_ONE) < 0) {
            return false;
        }
        takeoverRefused = now;
        return true;
    }

    boolean hasLapsed(Moment now) {
        return lapses() && !isElsewhere() && now.hasReached(deadlineNanos);
    }
}
