package io.ringmaster.loadbalancer;

import java.util.concurrent.atomic.LongAdder;

/** Counts what was decided for calls, over all services since the start. Any thread may use it. */
public final class ChoiceCounts {

    private final LongAdder owner = new LongAdder();
    private final LongAdder failover = new LongAdder();
    private final LongAdder overflow = new LongAdder();
    private final LongAdder noKey = new LongAdder();

    /** Returns how many calls went to the first instance in the order of their key that may be called. */
    public long owner() {
        return owner.sum();
    }

    /** Returns how many calls went on to the next instance in the order of their key after one was tried in vain. */
    public long failover() {
        return failover.sum();
    }

    /**
     * Returns how many calls went to another than the first in the order of their key that may be called, because that one is
     * left out, new, in another zone, or has as many calls as its share allows.
     */
    public long overflow() {
        return overflow.sum();
    }

    /** Returns how many calls had no key. */
    public long noKey() {
        return noKey.sum();
    }

    void countOwner() {
        owner.increment();
    }

    void countFailover() {
        failover.increment();
    }

    void countOverflow() {
        overflow.increment();
    }

    void countNoKey() {
        noKey.increment();
    }
}
