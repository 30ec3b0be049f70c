package io.ringmaster.autoconfigure;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.FleetLoad;
import io.ringmaster.client.LoadSource;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.registration.InFlightFilter;
import io.ringmaster.registration.InFlightWebFilter;
import io.ringmaster.registration.RequestsInFlight;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

class RingmasterLoadReportAutoConfigurationTests {

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void countsInAServletApplication() {
        configured(new WebApplicationContextRunner())
                .run(context -> assertThat(context)
                        .hasSingleBean(RequestsInFlight.class)
                        .hasSingleBean(InFlightFilter.class)
                        .doesNotHaveBean(InFlightWebFilter.class));
    }

    @Test
    void countsInAReactiveApplication() {
        configured(new ReactiveWebApplicationContextRunner())
                .withClassLoader(new FilteredClassLoader("jakarta.servlet"))
                .run(context -> assertThat(context)
                        .hasSingleBean(RequestsInFlight.class)
                        .hasSingleBean(InFlightWebFilter.class)
                        .doesNotHaveBean(InFlightFilter.class));
    }

    @Test
    void saysNothingWhereItCannotCount() {
        configured(new ApplicationContextRunner())
                .withPropertyValues("ringmaster.instance.port=7000")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(LoadSource.class);
                    await().until(() -> !registry.lastBeat().instances().isEmpty());
                    assertThat(registry.lastBeat().instances().get(0).inFlight())
                            .isNull();
                });
    }

    @Test
    void isSwitchedOff() {
        configured(new WebApplicationContextRunner())
                .withPropertyValues("ringmaster.instance.report-load=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(LoadSource.class)
                        .doesNotHaveBean(InFlightFilter.class));
    }

    @Test
    void backsOffForAnApplicationThatCountsItself() {
        configured(new WebApplicationContextRunner())
                .withPropertyValues("ringmaster.instance.port=7000")
                .withBean("own", LoadSource.class, () -> () -> 42)
                .run(context -> {
                    assertThat(context).hasSingleBean(LoadSource.class).doesNotHaveBean(InFlightFilter.class);
                    await().until(() -> !registry.lastBeat().instances().isEmpty());
                    assertThat(registry.lastBeat().instances().get(0).inFlight())
                            .isEqualTo(42);
                });
    }

    @Test
    void aBeanThatWantsTheLoadOfOthersReceivesIt() {
        registry.put(FakeRegistry.instance("stock", "s1", InstanceStatus.UP));
        registry.answerLoad(Map.of("stock", Map.of("s1", 3)));
        CompletableFuture<Map<String, Map<String, Integer>>> received = new CompletableFuture<>();
        FleetLoad fleet = new FleetLoad() {
            @Override
            public Set<String> wanted() {
                return Set.of("stock");
            }

            @Override
            public void received(Map<String, Map<String, Integer>> load) {
                received.complete(load);
            }
        };
        configured(new ApplicationContextRunner())
                .withBean(FleetLoad.class, () -> fleet)
                .run(context -> {
                    await().until(received::isDone);
                    assertThat(received.join()).isEqualTo(Map.of("stock", Map.of("s1", 3)));
                });
    }

    private <T extends AbstractApplicationContextRunner<T, ?, ?>> T configured(T runner) {
        return runner.withConfiguration(AutoConfigurations.of(
                        UtilAutoConfiguration.class,
                        AutoServiceRegistrationAutoConfiguration.class,
                        RingmasterClientAutoConfiguration.class,
                        RingmasterServiceRegistryAutoConfiguration.class,
                        RingmasterRegistrationAutoConfiguration.class,
                        RingmasterLoadReportAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=orders",
                        "ringmaster.client.servers=" + registry.url(),
                        "ringmaster.client.initial-sync-timeout=60s",
                        "ringmaster.client.connect-timeout=60s",
                        "ringmaster.client.read-timeout=60s",
                        "ringmaster.instance.drain-delay=0s");
    }
}
