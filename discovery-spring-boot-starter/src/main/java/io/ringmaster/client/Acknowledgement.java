package io.ringmaster.client;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Revision;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this process has come with the list, as it tells the registry. Of an instance that leaves, that is told only when no call
 * to it is in flight any more: an instance on a busy machine may not even have read a request that was sent long before, and
 * would drop it when it stops. For one thread.
 */
final class Acknowledgement {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgement.class);

    /** With the time between two looks, 10 s. Whoever waits for longer calls is the web server that stops. */
    private static final int MOST_LOOKS = 500;

    private final CatalogMirror mirror;
    private final FleetLoad fleet;

    /** The instances that leave and are still called, and how many looks are left to each. */
    private final Map<InstanceKey, Integer> leaving = new HashMap<>();

    private @Nullable Revision told;

    Acknowledgement(CatalogMirror mirror, FleetLoad fleet) {
        this.mirror = mirror;
        this.fleet = fleet;
    }

    /** An instance is chosen no more, from now on. */
    void leftOut(InstanceKey key) {
        leaving.put(key, MOST_LOOKS);
    }

    /** Looks whether calls to those that leave are in flight, for which it must wait. */
    boolean mustWait() {
        leaving.replaceAll((key, looks) -> calls(key) ? looks - 1 : 0);
        leaving.values().removeIf(looks -> looks == 0);
        return !leaving.isEmpty();
    }

    /** Returns what to tell the registry, or null if nothing has been applied yet. */
    @Nullable
    Revision revision() {
        if (leaving.isEmpty()) {
            told = mirror.revision();
        }
        return told;
    }

    private boolean calls(InstanceKey key) {
        try {
            return fleet.calls(key);
        } catch (RuntimeException fault) {
            log.error("{} failed to tell whether {} is called.", fleet, key, fault);
            return false;
        }
    }
}
