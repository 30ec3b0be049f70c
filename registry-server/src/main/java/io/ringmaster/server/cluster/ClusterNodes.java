package io.ringmaster.server.cluster;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.time.Moment;
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
        ClusterState.Counts counts = state.counts();
        return new View(
                transport.self(),
                state.digest(),
                state.peers(),
                state.disagreeingSince(),
                counts.dropped() + transport.dropped(),
                counts.refused() + counts.unreadable(),
                counts.repaired());
    }

    @Override
    public void askWhoChooses(InstanceKey key) {
        node.askWhoChooses(key);
    }

    @Override
    public List<Drain.Elsewhere> chosenElsewhere(InstanceKey key, Moment since) {
        return node.chosenElsewhere(key, since);
    }
}
