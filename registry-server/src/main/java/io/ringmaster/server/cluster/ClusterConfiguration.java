package io.ringmaster.server.cluster;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistryStore;
import io.ringmaster.time.Ticker;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Wires a node of several, when other nodes are named. */
@Configuration(proxyBeanMethods = false)
@Conditional(ClusterConfiguration.NodesCondition.class)
@EnableConfigurationProperties(ClusterProperties.class)
class ClusterConfiguration {

    @Bean
    JGroupsTransport peerTransport(ClusterProperties properties, ChangeLog log, SslBundles bundles) throws Exception {
        String bundle = properties.ssl().bundle();
        return new JGroupsTransport(
                properties, log.origin().epoch(), bundle == null ? null : NodeTls.of(bundle, bundles));
    }

    /** In front of the store that there would be without other nodes. */
    @Bean
    @Primary
    ClusteredStore clusteredStore(RegistryStore inner, PeerTransport transport, Ticker ticker) {
        return new ClusteredStore(inner, transport.self(), ticker);
    }

    @Bean
    ClusterNode clusterNode(
            Registry registry,
            ClusteredStore store,
            PeerTransport transport,
            RegistryObservers observers,
            Ticker ticker) {
        ClusterNode node = new ClusterNode(registry, store, transport, ticker, new WireFormat(WireFormat.NEWEST));
        observers.add(node);
        return node;
    }

    @Bean(destroyMethod = "stop")
    ClusterThreads clusterThreads(ClusterNode node, PeerTransport transport, Ticker ticker) {
        return new ClusterThreads(node, transport, ticker);
    }

    @Bean
    Nodes clusterNodes(ClusterNode node, JGroupsTransport transport) {
        return new ClusterNodes(node, transport);
    }

    @Bean
    ClusterHealth clusterHealthIndicator(Nodes nodes, Ticker ticker) {
        return new ClusterHealth(nodes, ticker);
    }

    static final class NodesCondition implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !Binder.get(context.getEnvironment())
                    .bind("ringmaster.server.cluster.nodes", Bindable.listOf(String.class))
                    .orElse(List.of())
                    .isEmpty();
        }
    }
}
