package io.ringmaster.loadbalancer;

import io.ringmaster.time.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one service as this caller sees them. It outlives the lists: an instance keeps what is known of it from one
 * list to the next. Any thread may use it; a call takes no lock unless it failed.
 */
final class ServiceTraffic {

    private static final Log log = LogFactory.getLog(ServiceTraffic.class);

    /** Below so many calls at one instance none is sent elsewhere, so that a key stays at home while there is little to do. */
    private static final int FLOOR = 16;

    private static final double LATEST = 0.02;
    private static final double NOTABLY_SLOWER = 2;

    private final String service;
    private final TrafficRules rules;
    private final Ticker ticker;
    private final double bound;
    private final Map<String, InstanceTraffic> byId = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Latency latency = new Latency(LATEST);

    /** When the last of those that are left out returns; meaningless while {@link #ejected} is false. */
    private volatile long ejectedUntilNanos;

    private volatile boolean ejected;

    ServiceTraffic(String service, TrafficRules rules, Ticker ticker) {
        this.service = service;
        this.rules = rules;
        this.ticker = ticker;
        this.bound = rules.bound(service);
    }

    TrafficRules rules() {
        return rules;
    }

    Ticker ticker() {
        return ticker;
    }

    /** Whether the calls of one instance are bounded. */
    boolean isBounded() {
        return bound > 0;
    }

    /** Returns what is known of an instance; begins when it is first asked for. */
    InstanceTraffic of(String id) {
        return byId.computeIfAbsent(id, key -> new InstanceTraffic(rules.ejection()));
    }

    @Nullable
    InstanceTraffic find(String id) {
        return byId.get(id);
    }

    /** Forgets all but these. */
    void retain(Set<String> ids) {
        byId.forEach((id, instance) -> {
            if (!ids.contains(id)) {
                inFlight.addAndGet(instance.reported(0));
                byId.remove(id);
            }
        });
    }

    void add(InstanceTraffic instance, int calls) {
        instance.add(calls);
        inFlight.addAndGet(calls);
    }

    void took(InstanceTraffic instance, long tookNanos, long nowNanos) {
        instance.latency().add(tookNanos, nowNanos);
        latency.add(tookNanos, nowNanos);
    }

    /**
     * A call failed.
     *
     * @return whether the instance is left out because of it
     */
    boolean failed(String id, InstanceTraffic instance, long nowNanos) {
        return rules.ejection().enabled()
                && instance.ejection().failed(nowNanos)
                && !instance.ejection().isOn(nowNanos)
                && eject(id, instance, nowNanos);
    }

    private synchronized boolean eject(String id, InstanceTraffic instance, long nowNanos) {
        long already = byId.values().stream()
                .filter(other -> other.ejection().isOn(nowNanos))
                .count();
        if (already + 1 > rules.ejection().maxShare() * byId.size()) {
            return false;
        }
        instance.ejection().begin(nowNanos);
        long until = instance.ejection().untilNanos();
        if (!ejected || until - ejectedUntilNanos > 0) {
            ejectedUntilNanos = until;
        }
        ejected = true;
        log.warn(service + "/" + id + " gets no calls of this application for " + (until - nowNanos) / 1_000_000_000
                + " s, because they fail.");
        return true;
    }

    /** Whether somebody is left out now. */
    boolean ejects(long nowNanos) {
        return ejected && nowNanos - ejectedUntilNanos < 0;
    }

    /**
     * Whether one more call would be more than its share for an instance: more than the bound times the average of all,
     * weights considered, and more than the floor. At an instance that is notably slower than the service is on average each
     * call counts as often as the square of how many times it is slower: a bound on numbers alone leaves an instance that is
     * ten times slower one call in twenty, which is what people notice.
     *
     * <p>Consistent hashing with bounded loads, by Mirrokni, Thorup and Zadimoghaddam (2016), on calls in flight.
     *
     * @param partOfWeight the weight of the instance as a part of the weight of all
     */
    boolean isOverBound(InstanceTraffic instance, double partOfWeight, long nowNanos) {
        double usual = latency.nanos(nowNanos);
        double slowness = usual == 0 ? 1 : instance.latency().nanos(nowNanos) / usual;
        double load = (instance.inFlight() + 1) * (slowness < NOTABLY_SLOWER ? 1 : slowness * slowness);
        return load > FLOOR && load > Math.ceil(bound * (inFlight() + 1) * partOfWeight);
    }

    private int inFlight() {
        return Math.max(0, inFlight.get());
    }

    /** Takes over how many calls each instance says it is serving. */
    void reported(Map<String, Integer> serving) {
        serving.forEach((id, calls) -> {
            InstanceTraffic instance = byId.get(id);
            if (instance != null) {
                inFlight.addAndGet(instance.reported(calls));
            }
        });
    }
}
