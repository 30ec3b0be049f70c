package io.ringmaster.loadbalancer;

/**
 * How long calls took lately: an average in which a call counts the less the more calls came after it. Any thread may add to
 * it and read it; of two that add at the same moment one may be lost, which does no harm to an average.
 */
final class Latency {

    private static final double HALF_LIFE_NANOS = 10e9;

    private final double weight;
    private volatile double nanos;
    private volatile long atNanos;

    /**
     * @param weight the weight of the latest call, from 0 to 1
     */
    Latency(double weight) {
        this.weight = weight;
    }

    void add(long tookNanos, long nowNanos) {
        double before = nanos;
        nanos = before == 0 ? Math.max(1, tookNanos) : before + weight * (tookNanos - before);
        atNanos = nowNanos;
    }

    /**
     * Returns the average in nanoseconds, or 0 when there is none. Without calls it halves every ten seconds, so that an
     * instance that nobody calls because it was slow gets another chance.
     */
    double nanos(long nowNanos) {
        double latest = nanos;
        long idle = nowNanos - atNanos;
        return latest == 0 || idle < 1_000_000_000 ? latest : latest * Math.pow(0.5, idle / HALF_LIFE_NANOS);
    }
}
