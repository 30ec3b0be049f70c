package io.ringmaster.server.api;

import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes of the registry and whether they agree, as this one sees them. */
@RestController
final class ClusterController {

    private final Registry registry;
    private final Nodes nodes;
    private final Instant startedAt;

    ClusterController(Registry registry, Nodes nodes, Moment start) {
        this.registry = registry;
        this.nodes = nodes;
        this.startedAt = start.instant();
    }

    /** The answer. */
    record Cluster(boolean agreed, @Nullable Instant disagreeingSince, List<Node> nodes) {}

    /** One node; equal digests mean equal catalogs. Of others less is known, and only what they last told. */
    record Node(
            String id,
            String state,
            boolean self,
            @Nullable Instant startedAt,
            @Nullable Boolean settled,
            @Nullable Revision revision,
            @Nullable Integer services,
            int instances,
            @Nullable String digest,
            @Nullable Instant heardAt,
            @Nullable Instant disagreeingSince) {}

    @GetMapping("/v1/cluster")
    ResponseEntity<Cluster> cluster() {
        Nodes.View view = nodes.view();
        List<Node> all = new ArrayList<>();
        all.add(self(view));
        view.others().forEach(other -> all.add(other(other)));
        Cluster cluster = new Cluster(view.disagreeingSince() == null, view.disagreeingSince(), all);
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(cluster);
    }

    private Node self(Nodes.View view) {
        Listing listing = registry.listing();
        return new Node(
                view.self(),
                "alive",
                true,
                startedAt,
                registry.settled(),
                listing.revision(),
                listing.serviceCount(),
                listing.instanceCount(),
                view.digest(),
                null,
                null);
    }

    private static Node other(Nodes.Node node) {
        return new Node(
                node.id(),
                node.ready() ? "alive" : "joining",
                false,
                null,
                null,
                null,
                null,
                node.instances(),
                node.digest(),
                node.heardAt(),
                node.disagreeingSince());
    }
}
