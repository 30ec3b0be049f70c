package io.ringmaster.routing;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import java.util.Arrays;
import java.util.List;

/**
 * Gives instances that have just come up their share step by step, because a JVM is slow at first: a line from nothing when
 * they came up to everything after the time they declare. It depends on what the registry lists and on the time of day
 * alone, so all callers do the same. Immutable; any thread may ask it.
 *
 * <p>A process that had run for longer than {@value #YOUNG_MILLIS} ms when it came up is warm: it was suspected for a moment,
 * or the registry had forgotten it. And while more than half of all instances are new, none is held back, since the others
 * could not take their calls.
 */
public final class SlowStart {

    private static final long YOUNG_MILLIS = 300_000;

    private final long[] from;
    private final long[] until;
    private final long firstMillis;
    private final long lastMillis;

    private SlowStart(List<Instance> instances) {
        int size = instances.size();
        this.from = new long[size];
        this.until = new long[size];
        long[] warmAt = new long[size];
        int routable = 0;
        for (int i = 0; i < size; i++) {
            Instance instance = instances.get(i);
            if (instance.status() == InstanceStatus.UP) {
                from[i] = instance.statusSince().toEpochMilli();
                until[i] = from[i] + millis(instance);
                warmAt[routable++] = until[i] > from[i] ? until[i] : 0;
            }
        }
        Arrays.sort(warmAt, 0, routable);
        this.firstMillis = routable == 0 ? 0 : warmAt[(routable - 1) / 2];
        this.lastMillis = routable == 0 ? 0 : warmAt[routable - 1];
    }

    /** Returns the slow start of these instances, to be asked by their place in the list. */
    public static SlowStart of(List<Instance> instances) {
        return new SlowStart(instances);
    }

    /** Whether some instance declares one that was not over when the registry listed it. */
    public boolean isEver() {
        return lastMillis > 0;
    }

    /** Whether some instance is held back at that time of day. */
    public boolean isOn(long nowMillis) {
        return nowMillis < lastMillis && nowMillis >= firstMillis;
    }

    /** Returns which part of its share an instance gets, from 0 to 1. */
    public double share(int index, long nowMillis) {
        return !isOn(nowMillis) || nowMillis >= until[index]
                ? 1
                : Math.max(0, nowMillis - from[index]) / (double) (until[index] - from[index]);
    }

    /**
     * Whether an instance leaves the key to the next in its order. Each key comes over once and stays: it has a fixed place
     * on the line.
     */
    boolean leaves(int index, long keyHash, long nowMillis) {
        return isOn(nowMillis) && Fraction.low(keyHash) >= share(index, nowMillis);
    }

    private static long millis(Instance instance) {
        Registration claim = instance.registration();
        String declared = claim.metadata().get(Registration.SLOW_START);
        boolean young = instance.statusSince().toEpochMilli() - claim.incarnation() < YOUNG_MILLIS;
        if (declared == null || !young) {
            return 0;
        }
        try {
            return 1000 * Math.min(Math.max(0, Long.parseLong(declared)), YOUNG_MILLIS / 1000);
        } catch (NumberFormatException nothingThatCanBeUsed) {
            return 0;
        }
    }
}
