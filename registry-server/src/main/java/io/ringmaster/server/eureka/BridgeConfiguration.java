package io.ringmaster.server.eureka;

import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Wires the bridge, when another Eureka server is named. */
@Configuration(proxyBeanMethods = false)
@Conditional(BridgeConfiguration.UrlsCondition.class)
@EnableConfigurationProperties(BridgeProperties.class)
class BridgeConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SHORTEST_TERM = Duration.ofSeconds(30);
    private static final int POLLS_PER_TERM = 3;

    @Bean
    Bridge eurekaBridge(
            Registry registry, Nodes nodes, RegistryObservers observers, BridgeProperties properties, Ticker ticker) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        EurekaDocuments documents = new EurekaDocuments(registry, ticker.now());
        List<BridgeOut> others = properties.urls().stream()
                .map(url -> new BridgeOut(new EurekaPeer(url, http), documents))
                .toList();
        Duration polls = properties.pollInterval().multipliedBy(POLLS_PER_TERM);
        Duration term = polls.compareTo(SHORTEST_TERM) > 0 ? polls : SHORTEST_TERM;
        return new Bridge(registry, nodes, observers, others, new BridgeIn(registry, term), properties.pollInterval());
    }

    @Bean
    BridgeThread eurekaBridgeThread(Bridge bridge, Ticker ticker) {
        return new BridgeThread(bridge, ticker);
    }

    @Bean
    BridgeHealth eurekaBridgeHealthIndicator(Bridge bridge) {
        return new BridgeHealth(bridge);
    }

    static final class UrlsCondition implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !Binder.get(context.getEnvironment())
                    .bind("ringmaster.server.eureka.bridge.urls", Bindable.listOf(String.class))
                    .orElse(List.of())
                    .isEmpty();
        }
    }
}
