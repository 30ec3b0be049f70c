package io.ringmaster.loadbalancer;

import java.util.concurrent.atomic.AtomicInteger;

/** The calls of one instance as this caller sees them, and what the registry told of those of others. Any thread may use it. */
final class InstanceTraffic {

    private static final double LATEST = 0.2;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Latency latency = new Latency(LATEST);
    private final Ejection ejection;
    private volatile int elsewhere;

    InstanceTraffic(EjectionRules rules) {
        this.ejection = new Ejection(rules);
    }

    /** Returns how many calls it is serving: those of this caller, and those of others as far as is known. */
    int inFlight() {
        return inFlight.get() + elsewhere;
    }

    Latency latency() {
        return latency;
    }

    Ejection ejection() {
        return ejection;
    }

    void add(int calls) {
        inFlight.addAndGet(calls);
    }

    /** Takes over how many calls the instance says it is serving, and returns by how much those of others changed. */
    int reported(int serving) {
        int before = elsewhere;
        elsewhere = Math.max(0, serving - inFlight.get());
        return elsewhere - before;
    }
}
