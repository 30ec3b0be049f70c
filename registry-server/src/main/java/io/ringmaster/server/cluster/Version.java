package io.ringmaster.server.cluster;

import io.ringmaster.model.Instance;
import io.ringmaster.model.OperatorOverride;
import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two replicas of an entry wins: the higher one. Any two nodes that know the same versions hold the same. Two entries that
 * differ never have one version, because no life of a node uses a counter twice.
 *
 * @param incarnation which process of the instance it is about, or a later one that was known of; 0 for an override
 * @param counter higher than everything its node had seen before; below 0 when it comes from a journal, so that it loses to
 *     everything that was said in this life of the cluster, and among its like the later one wins
 * @param node the life of the node that wrote it
 */
record Version(long incarnation, long counter, String node) implements Comparable<Version> {

    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::incarnation)
            .thenComparingLong(Version::counter)
            .thenComparing(Version::node);

    /** Returns the version of what a journal says of an instance. */
    static Version remembered(Instance instance, String node) {
        return new Version(instance.registration().incarnation(), remembered(instance.statusSince()), node);
    }

    /** Returns the version of what a journal says of an override. */
    static Version remembered(OperatorOverride override, String node) {
        return new Version(0, remembered(override.since()), node);
    }

    private static long remembered(Instant at) {
        return Long.MIN_VALUE + Math.max(0, at.toEpochMilli());
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    boolean isHigherThan(Version other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return incarnation + "." + counter + "." + node;
    }
}
