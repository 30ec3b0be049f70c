package io.ringmaster.client;

import io.ringmaster.model.InstanceKey;
import java.util.Map;
import java.util.Set;

/**
 * Who wants to know the load of other instances, as they report it themselves, and knows the calls of this process. All methods are
 * called by the thread of the session, one after the other; they must not block, and what they throw is logged and costs no
 * beat.
 *
 * <p>A number is a hint and not a count: when it arrives it is up to one term of the lease old, usually less than the time
 * between two beats (3 seconds), and it covers the requests of all callers, this process included.
 */
public interface FleetLoad {

    /** Wants nothing. */
    FleetLoad NONE = new FleetLoad() {
        @Override
        public Set<String> wanted() {
            return Set.of();
        }

        @Override
        public void received(Map<String, Map<String, Integer>> load) {}
    };

    /**
     * Returns the names of the services whose load the next beat shall ask for; usually those that this process has called
     * lately. Names in any case; those that the mirror does not know are left out, and so are those beyond 100.
     */
    Set<String> wanted();

    /**
     * Takes the answer to a beat that asked. It replaces every earlier one: an instance that is no longer named has not reported
     * lately. Not called after a beat that asked nothing, nor while the registry is away or too old to know of loads, so what
     * is kept from here needs an end of its own.
     *
     * @param load the requests in flight, 0 or more, by the name of the service in lower case, then by instance id; without the
     *     instances that have not reported within the term of their lease, and without the services of which none has;
     *     unmodifiable
     */
    void received(Map<String, Map<String, Integer>> load);

    /** Whether calls of this process to an instance are in flight; false when nobody counts them. */
    default boolean calls(InstanceKey key) {
        return false;
    }
}
