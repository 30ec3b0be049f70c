package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.Nodes;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the nodes hold the same. Never DOWN: a node that differs serves what it knows, and without it there would be less.
 */
final class ClusterHealth implements HealthIndicator {

    /** After a split they need some seconds; what lasts longer does not heal by itself. */
    private static final Duration LASTING = Duration.ofSeconds(15);

    private final Nodes nodes;
    private final Ticker ticker;

    ClusterHealth(Nodes nodes, Ticker ticker) {
        this.nodes = nodes;
        this.ticker = ticker;
    }

    @Override
    public Health health() {
        Nodes.View view = nodes.view();
        Instant since = view.disagreeingSince();
        Health.Builder health = Health.up();
        if (since != null && since.plus(LASTING).isBefore(ticker.now().instant())) {
            health = Health.unknown().withDetail("disagreeingSince", since);
        }
        for (Nodes.Node node : view.others()) {
            health.withDetail(node.id(), word(node));
        }
        return health.withDetail("nodes", view.others().size() + 1).build();
    }

    private static String word(Nodes.Node node) {
        return node.disagreeingSince() == null ? "agrees" : "disagrees since " + node.disagreeingSince();
    }
}
