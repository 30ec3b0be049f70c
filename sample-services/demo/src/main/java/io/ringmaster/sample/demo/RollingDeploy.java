package io.ringmaster.sample.demo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Replaces instances one by one, as an orchestrator does: the next one stops when its successor is up. */
final class RollingDeploy {

    private RollingDeploy() {}

    /**
     * Replaces each of the old instances.
     *
     * @param ids the ids of the new ones, as many as there are old ones
     * @return the new ones
     * @throws TimeoutException if one does not come up or does not stop by the deadline
     */
    static List<Fleet.Member> replace(
            Fleet fleet, String service, List<Fleet.Member> old, List<String> ids, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        Fleet.Member[] successors = new Fleet.Member[ids.size()];
        for (int i = 0; i < successors.length; i++) {
            String id = ids.get(i);
            successors[i] = fleet.start(service, id);
            fleet.await(
                    id + " is up",
                    listed -> Fleet.up(listed, service).stream()
                            .anyMatch(instance -> instance.id().equals(id)),
                    deadline);
            fleet.stop(old.get(i), deadline);
        }
        return List.of(successors);
    }
}
