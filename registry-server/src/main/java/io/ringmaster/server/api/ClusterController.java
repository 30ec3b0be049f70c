package io.ringmaster.server.api;

import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes of the registry and whether they agree. There is one. */
@RestController
final class ClusterController {

    private final Registry registry;
    private final Instant startedAt;

    ClusterController(Registry registry, Moment start) {
        this.registry = registry;
        this.startedAt = start.instant();
    }

    /** The answer. */
    record Cluster(boolean agreed, List<Node> nodes) {}

    /** One node; equal digests mean equal catalogs. */
    record Node(
            String id,
            String state,
            boolean self,
            Instant startedAt,
            boolean settled,
            Revision revision,
            int services,
            int instances,
            String digest) {}

    @GetMapping("/v1/cluster")
    ResponseEntity<Cluster> cluster() {
        Listing listing = registry.listing();
        Node self = new Node(
                listing.revision().epoch(),
                "alive",
                true,
                startedAt,
                registry.settled(),
                listing.revision(),
                listing.serviceCount(),
                listing.instanceCount(),
                listing.digest());
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Cluster(true, List.of(self)));
    }
}
