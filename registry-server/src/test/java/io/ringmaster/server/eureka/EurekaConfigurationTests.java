package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.ProtectionPolicy;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EurekaConfigurationTests {

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withUserConfiguration(EurekaConfiguration.class, BridgeConfiguration.class)
            .withBean(Ticker.class, FakeTicker::new)
            .withBean(Registry.class, EurekaConfigurationTests::registry)
            .withBean(Nodes.class, () -> Nodes.alone(registry()))
            .withBean(RegistryObservers.class, RegistryObservers::new);

    @Test
    void eurekaClientsAreWelcome() {
        contexts.run(context -> assertThat(context).hasSingleBean(EurekaCatalogController.class));
    }

    @Test
    void itIsSwitchedOffByItsProperty() {
        contexts.withPropertyValues("ringmaster.server.eureka.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(EurekaCatalogController.class)
                        .doesNotHaveBean(EurekaPaths.class));
    }

    @Test
    void thereIsABridgeWhenAServerIsNamed() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(Bridge.class));
        contexts.withPropertyValues("ringmaster.server.eureka.bridge.urls=http://127.0.0.1:1/eureka")
                .run(context -> assertThat(context).hasSingleBean(Bridge.class).hasSingleBean(BridgeHealth.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"urls=old:8761", "urls=ftp://old/eureka/", "poll-interval=0s"})
    void whatMakesNoBridgeIsRefused(String setting) {
        contexts.withPropertyValues("ringmaster.server.eureka.bridge.urls=http://127.0.0.1:1/eureka/")
                .withPropertyValues("ringmaster.server.eureka.bridge." + setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("ringmaster.server.eureka.bridge."));
    }

    private static Registry registry() {
        Duration term = Duration.ofSeconds(9);
        RegistrySettings settings = new RegistrySettings(
                term, Duration.ZERO, new ProtectionRules(ProtectionPolicy.PROTECT, Map.of(), term), 1, 1, 1);
        MemoryStore store = new MemoryStore(new ChangeLog(new Revision("e", 0), 1, Runnable::run));
        return new Registry(store, settings, new RegistryObserver() {}, new FakeTicker().now());
    }
}
