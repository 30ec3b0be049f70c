package io.ringmaster.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client process says once per beat.
 *
 * @param application who it is, for people; null if it does not say
 * @param revision the revision it has applied: its acknowledgement; null if it watches nothing
 * @param instances the instances whose leases it renews
 * @param failedCalls instances it could not connect to since the last beat
 * @param loadOf the services whose load it wants to know
 */
public record SessionBeat(
        @Nullable String application,
        @Nullable Revision revision,
        List<Held> instances,
        List<FailedCall> failedCalls,
        List<String> loadOf) {

    public SessionBeat {
        instances = instances == null ? List.of() : List.copyOf(instances);
        failedCalls = failedCalls == null ? List.of() : List.copyOf(failedCalls);
        loadOf = loadOf == null ? List.of() : List.copyOf(loadOf);
    }

    /**
     * An instance whose lease the client believes to hold.
     *
     * @param service the service
     * @param id the instance
     * @param incarnation which process of it
     * @param inFlight how many requests it is serving now; null if it does not say
     */
    public record Held(
            String service,
            String id,
            long incarnation,
            @Nullable Integer inFlight) {}

    /**
     * An instance that could not be reached.
     *
     * @param service the service
     * @param id the instance
     */
    public record FailedCall(String service, String id) {}
}
