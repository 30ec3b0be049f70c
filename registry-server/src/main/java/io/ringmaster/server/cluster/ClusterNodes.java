package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.Nodes;
import java.util.List;

/** Tells the rest of the registry how the nodes get on. */
final class ClusterNodes implements Nodes {

    private final ClusterNode node;
    private final JGroupsTransport transport;

    ClusterNodes(ClusterNode node, JGroupsTransport transport) {
        this.node = node;
        this.transport = transport;
    }

    @Override
    public View view() {
        ClusterState state = node.state();
        List<Node> others = state.peers().stream()
                .map(peer -> new Node(
                        peer.name(),
                        peer.ready(),
                        peer.disagreeingSince(),
                        peer.heardAt(),
                        peer.instances(),
                        peer.digest()))
                .toList();
        ClusterState.Counts counts = state.counts();
        return new View(
                transport.self(),
                state.digest(),
                others,
                state.disagreeingSince(),
                counts.dropped() + transport.dropped(),
                counts.refused() + counts.unreadable(),
                counts.repaired());
    }
}
