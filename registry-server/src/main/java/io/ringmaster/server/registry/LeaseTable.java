package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All leases, by instance, by session, by service, and by the time of the next look. A renewal moves that time and nothing else: the
 * order is put right only when a lease comes up, so a renewal costs no search. A lease that another node looks after has no place
 * in that order. Guarded by the registry's lock.
 */
final class LeaseTable {

    private static final Duration LOOK = Duration.ofMillis(5);

    private final Map<InstanceKey, Lease> byKey = new HashMap<>();

    /** The latest of each session; the others hang on it, as most sessions have one and a collection for each is large. */
    private final Map<String, Lease> bySession = new HashMap<>();

    private final Map<String, Map<InstanceKey, Lease>> byService = new HashMap<>();
    private final LookQueue byTime = new LookQueue();
    private final Tally byIdentity = new Tally();
    private int rarelyHeard;

    /** One for all leases. */
    private final Supplier<Duration> lookPace = this::pace;

    private long lastSerial;

    int size() {
        return byKey.size();
    }

    /** Returns how many are of instances that this identity registered. */
    int sizeOf(String identity) {
        return byIdentity.of(identity);
    }

    @Nullable
    Lease find(InstanceKey key) {
        return byKey.get(key);
    }

    /** Returns the leases of a session, in the order in which they were granted. */
    Collection<Lease> ofSession(String session) {
        Lease latest = bySession.get(session);
        if (latest == null) {
            return List.of();
        }
        if (latest.earlierOfSession == null) {
            return List.of(latest);
        }
        List<Lease> leases = new ArrayList<>();
        for (Lease lease = latest; lease != null; lease = lease.earlierOfSession) {
            leases.add(lease);
        }
        Collections.reverse(leases);
        return leases;
    }

    /** Returns all leases, in no order. Live and read-only. */
    Collection<Lease> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** Returns the leases of a service, in no order. Live and read-only. */
    Collection<Lease> ofService(String service) {
        return Collections.unmodifiableCollection(
                byService.getOrDefault(service, Map.of()).values());
    }

    /**
     * Grants a lease from now on; an earlier one of the same instance ends.
     *
     * @param listed what is, or is about to be, listed
     */
    Lease grant(Instance listed, String registeredFrom, Moment now) {
        InstanceKey key = listed.key();
        end(key);
        Lease lease = new Lease(key, listed, registeredFrom, ++lastSerial, lookPace, now);
        String session = lease.session;
        byIdentity.more(lease.registeredBy);
        rarelyHeard += lease.isRarelyHeard() ? 1 : 0;
        byKey.put(key, lease);
        byService.computeIfAbsent(key.service(), name -> new HashMap<>()).put(key, lease);
        if (session != null) {
            Lease earlier = bySession.put(session, lease);
            lease.earlierOfSession = earlier;
            if (earlier != null) {
                earlier.laterOfSession = lease;
            }
        }
        byTime.add(lease);
        return lease;
    }

    /** Another looks after the lease from now on; nothing happens when it does already. */
    void entrust(Lease lease, Custody custody, Moment now) {
        if (lease.custody() == custody) {
            return;
        }
        byTime.remove(lease);
        lease.entrust(custody, now);
        if (!lease.isElsewhere()) {
            byTime.add(lease);
        }
    }

    void end(InstanceKey key) {
        Lease lease = byKey.remove(key);
        if (lease == null) {
            return;
        }
        byTime.remove(lease);
        rarelyHeard -= lease.isRarelyHeard() ? 1 : 0;
        byIdentity.fewer(lease.registeredBy);
        byService.computeIfPresent(key.service(), (name, leases) -> {
            leases.remove(key);
            return leases.isEmpty() ? null : leases;
        });
        if (lease.session != null) {
            leaveSession(lease, lease.session);
        }
    }

    /** However many have rare heartbeats, to look at them costs no more than 200 looks a second. */
    private Duration pace() {
        Duration forAll = LOOK.multipliedBy(rarelyHeard);
        return forAll.compareTo(Lease.LOOK_EVERY) > 0 ? forAll : Lease.LOOK_EVERY;
    }

    private void leaveSession(Lease lease, String session) {
        Lease earlier = lease.earlierOfSession;
        Lease later = lease.laterOfSession;
        if (earlier != null) {
            earlier.laterOfSession = later;
        }
        if (later != null) {
            later.earlierOfSession = earlier;
        } else if (earlier != null) {
            bySession.put(session, earlier);
        } else {
            bySession.remove(session);
        }
    }

    /** Gives every lease a full term from now on, though nobody has been heard. */
    void renewAll(Moment now) {
        byKey.values().forEach(lease -> lease.beginTerm(now));
    }

    /**
     * Returns the leases that must be looked at: a heartbeat is overdue, or the deadline has passed. They are returned again
     * until they are ended or {@linkplain Lease#looked looked at}.
     */
    List<Lease> due(Moment now) {
        List<Lease> due = new ArrayList<>();
        for (Lease lease : byTime.reached(now)) {
            if (lease.isDue(now)) {
                due.add(lease);
            } else {
                byTime.remove(lease);
                byTime.add(lease);
            }
        }
        return due;
    }
}
