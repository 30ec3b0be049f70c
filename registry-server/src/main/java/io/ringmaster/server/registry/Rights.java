package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Registration;
import io.ringmaster.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command may be done: whose the instance or the session is, which of two processes is the newer one, and whether there
 * is room. Each check throws {@link RefusedException} or returns. Guarded by the registry's lock.
 */
final class Rights {

    /** Is told that somebody tried in vain to take over what is another's. */
    interface TakeoverRefused {
        void told(Instance listed, Actor by, Moment now);
    }

    private final RegistryStore store;
    private final RegistrySettings settings;
    private final LeaseTable leases;
    private final SessionTable sessions;
    private final TakeoverRefused takeoverRefused;

    Rights(
            RegistryStore store,
            RegistrySettings settings,
            LeaseTable leases,
            SessionTable sessions,
            TakeoverRefused takeoverRefused) {
        this.store = store;
        this.settings = settings;
        this.leases = leases;
        this.sessions = sessions;
        this.takeoverRefused = takeoverRefused;
    }

    void requireRightTo(Lease lease, Registration claim, Actor by, Moment now) {
        Instance listed = lease.listed();
        requireOwn(lease, by, now);
        requireNotStale(listed, claim.incarnation());
        if (claim.incarnation() == listed.registration().incarnation()
                && !lease.hasLapsed(now)
                && isHeldByOther(listed, claim.session())
                && sessions.hasStream(listed.registration().session())) {
            throw Refusals.instanceIdTaken(listed);
        }
    }

    void requireMayTouch(Lease lease, Actor by, Moment now) {
        Instance listed = lease.listed();
        requireOwn(lease, by, now);
        if (!by.mayTouch(listed)) {
            Registration claim = listed.registration();
            throw Refusals.notAllowedAt(claim.service(), claim.host(), by);
        }
    }

    /** A session is of whoever used it first, and of whoever has leases that hang on it. */
    void requireOwnSession(String session, Actor by) {
        boolean own = by.mayActFor(sessions.identity(session));
        for (Lease lease : leases.ofSession(session)) {
            own &= by.mayActFor(lease.registeredBy);
        }
        if (!own) {
            throw Refusals.notOwnSession(session, by);
        }
    }

    void requireRoomFor(InstanceKey key, Actor by) {
        Refusals.requireRoom("instances", leases.size(), settings.maxInstances(), "instances");
        if (by.identity() != null && !by.everything()) {
            Refusals.requireRoom(
                    "instances of '" + by.identity() + "'",
                    leases.sizeOf(by.identity()),
                    settings.maxInstancesPerIdentity(),
                    "instances-per-identity");
        }
        if (store.listing().catalog().service(key.service()) != null) {
            return;
        }
        if (store.listing().serviceCount() >= settings.maxServices()) {
            store.forgetEmptyServices();
        }
        Refusals.requireRoom("services", store.listing().serviceCount(), settings.maxServices(), "services");
    }

    void requireRoomForSession(String session, Actor by) {
        if (sessions.knows(session)) {
            return;
        }
        Refusals.requireRoom("client processes", sessions.size(), settings.maxSessions(), "sessions");
        if (by.identity() != null && !by.everything()) {
            Refusals.requireRoom(
                    "client processes of '" + by.identity() + "'",
                    sessions.sizeOf(by.identity()),
                    settings.maxSessionsPerIdentity(),
                    "sessions-per-identity");
        }
    }

    static void requireNotStale(Instance listed, @Nullable Long incarnation) {
        if (isNewer(listed, incarnation)) {
            throw Refusals.staleIncarnation(listed);
        }
    }

    static boolean isNewer(Instance listed, @Nullable Long incarnation) {
        return incarnation != null && listed.registration().incarnation() > incarnation;
    }

    static boolean isOlder(Instance listed, @Nullable Long incarnation) {
        return incarnation != null && listed.registration().incarnation() < incarnation;
    }

    static boolean isHeldByOther(Instance listed, @Nullable String session) {
        String holder = listed.registration().session();
        return holder != null && !holder.equals(session);
    }

    private void requireOwn(Lease lease, Actor by, Moment now) {
        Instance listed = lease.listed();
        if (by.mayActFor(listed.registeredBy())) {
            return;
        }
        if (lease.takeoverRefused(now)) {
            takeoverRefused.told(listed, by, now);
        }
        throw Refusals.notOwner(listed, by);
    }
}
