package io.ringmaster.server.registry;

import io.ringmaster.time.Moment;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an instance that fell silent, and that nobody could prove dead, leaves. One that falls silent alone does.
 * When several sessions are silent at one time, and more than half of those of a service, or of the whole registry, then the
 * fault is more likely between them and this node, so they stay.
 *
 * <p>It counts sessions and not heartbeats, so it takes no time to warm up, needs no fleet of a certain size, and 1 dead of 2
 * is never protected. Who is proven dead neither counts nor is protected. Nor do those whose heartbeats go to another node:
 * of them nothing is known here. Orphans of a node that is gone count where they are looked after: those that come back
 * are heard within seconds, and those that do not are silent for the same reason. Guarded by the registry's lock.
 */
final class Protection {

    /** As few silent sessions as this may be a coincidence: within one service, and within the whole registry. */
    private static final int FEW = 1;

    private static final int FEW_OF_ALL = 3;

    private final ProtectionRules rules;
    private final LeaseTable leases;

    /**
     * When some of the silent are back, the others may be about to return: that many terms they have for it. Without that, a
     * fleet that comes back within seconds would lose its last members (found by {@code ProtectionSimulationTests}).
     */
    private static final int TERMS_TO_RETURN = 2;

    /** The services that have kept instances, since when. */
    private final Map<String, Instant> onSince = new TreeMap<>();

    /** When the silence was last found widespread, by service. */
    private final Map<String, Moment> widespread = new HashMap<>();

    /** Of which an instance has lapsed since the last {@link #settle}. */
    private final Set<String> lapsed = new TreeSet<>();

    /** Counted once per look. */
    private final Map<String, Silence> ofService = new HashMap<>();

    private @Nullable Silence ofAll;

    private record Silence(int silent, int sessions) {

        boolean isWidespread(int few) {
            return silent > few && 2 * silent > sessions;
        }
    }

    Protection(ProtectionRules rules, LeaseTable leases) {
        this.rules = rules;
        this.leases = leases;
    }

    /** Heartbeats of an instance are missing. */
    void overdue(Lease lease, Moment now) {
        isWidespread(lease.key.service(), now);
    }

    /** Whether an instance stays whose lease has lapsed and that is not proven dead. */
    boolean keeps(Lease lease, Moment now) {
        String service = lease.key.service();
        lapsed.add(service);
        return switch (rules.of(service)) {
            case FAIL_OPEN -> true;
            case FAIL_CLOSED -> false;
            case PROTECT ->
                lease.silence(now).compareTo(rules.atMost()) < 0
                        && (isWidespread(service, now) || mayReturn(lease, now));
        };
    }

    private boolean isWidespread(String service, Moment now) {
        boolean is =
                silenceOf(service, now).isWidespread(FEW) || silenceOfAll(now).isWidespread(FEW_OF_ALL);
        if (is) {
            widespread.put(service, now);
        }
        return is;
    }

    private boolean mayReturn(Lease lease, Moment now) {
        Moment last = widespread.get(lease.key.service());
        return last != null && now.since(last).compareTo(lease.ttl.multipliedBy(TERMS_TO_RETURN)) < 0;
    }

    /** What was decided last is done. Returns the services whose protection went on or off by that. */
    Set<String> settle(Moment now) {
        ofAll = null;
        widespread.values().removeIf(last -> now.since(last).compareTo(rules.atMost()) > 0);
        ofService.clear();
        Set<String> changed = new TreeSet<>(lapsed);
        lapsed.clear();
        changed.addAll(onSince.keySet());
        changed.removeIf(service -> {
            boolean on = kept(service) > 0;
            return on ? onSince.putIfAbsent(service, now.instant()) != null : onSince.remove(service) == null;
        });
        return changed;
    }

    /** Returns how many services have kept instances. */
    int servicesOn() {
        return onSince.size();
    }

    ProtectionState state(String service, Moment now) {
        ProtectionPolicy policy = rules.of(service);
        Silence silence = count(leases.ofService(service), now);
        int kept = kept(service);
        Instant since = kept > 0 ? onSince.get(service) : null;
        String counted = silence.silent() + " of " + silence.sessions() + " sessions are silent";
        return new ProtectionState(
                policy,
                since != null,
                since,
                silence.silent(),
                silence.sessions(),
                kept,
                since == null
                        ? counted + "; " + whyOff(policy)
                        : counted + " and not proven dead"
                                + (silence.isWidespread(FEW) ? "" : "; " + whyOn(policy, now)),
                since == null ? null : endsWhen(policy));
    }

    private String endsWhen(ProtectionPolicy policy) {
        String proof = "they are heard of again or proven dead";
        return policy == ProtectionPolicy.PROTECT
                ? proof + ", or have been silent for " + rules.atMost().toSeconds() + " s"
                : proof;
    }

    private String whyOn(ProtectionPolicy policy, Moment now) {
        if (policy == ProtectionPolicy.FAIL_OPEN) {
            return "by policy they stay";
        }
        return count(leases.all(), now).isWidespread(FEW_OF_ALL)
                ? "so are more than half of all sessions of the registry"
                : "most are back, so the others leave soon";
    }

    private static String whyOff(ProtectionPolicy policy) {
        return switch (policy) {
            case FAIL_CLOSED -> "by policy those that fall silent leave";
            case FAIL_OPEN -> "by policy those that fall silent stay";
            case PROTECT -> "it takes more than half of them, and more than " + FEW;
        };
    }

    private int kept(String service) {
        int kept = 0;
        for (Lease lease : leases.ofService(service)) {
            if (lease.isKept() && !lease.isProvenDead()) {
                kept++;
            }
        }
        return kept;
    }

    private Silence silenceOf(String service, Moment now) {
        return ofService.computeIfAbsent(service, name -> count(leases.ofService(name), now));
    }

    private Silence silenceOfAll(Moment now) {
        Silence counted = ofAll;
        if (counted == null) {
            counted = count(leases.all(), now);
            ofAll = counted;
        }
        return counted;
    }

    private Silence count(Collection<Lease> counted, Moment now) {
        Set<Object> all = new HashSet<>();
        Set<Object> silent = new HashSet<>();
        for (Lease lease : counted) {
            if (lease.lapses() && !lease.isElsewhere() && !lease.isProvenDead()) {
                Object session = lease.session == null ? lease.key : lease.session;
                all.add(session);
                if (lease.isSilent(now)) {
                    silent.add(session);
                }
            }
        }
        return new Silence(silent.size(), all.size());
    }
}
