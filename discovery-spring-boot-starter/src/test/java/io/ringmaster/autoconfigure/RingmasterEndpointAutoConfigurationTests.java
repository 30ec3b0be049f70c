package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringmaster.actuate.ClientMeters;
import io.ringmaster.actuate.RingmasterEndpoint;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.MirrorFeed;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Ticker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;

class RingmasterEndpointAutoConfigurationTests {

    private final MirrorFeed feed = MirrorFeed.of(MirrorFeed.up("inventory", "a", 1));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LoadBalancerAutoConfiguration.class,
                    RingmasterLoadBalancerAutoConfiguration.class,
                    RingmasterEndpointAutoConfiguration.class,
                    RingmasterMetersAutoConfiguration.class))
            .withBean(CatalogMirror.class, feed::mirror)
            .withBean(Ticker.class, FakeTicker::new);

    @Test
    void exposedEndpointShowsWhereTheKeyIs() {
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=ringmaster",
                        "ringmaster.client.routing.hash-on=header:Key")
                .run(context -> assertThat(context.getBean(RingmasterEndpoint.class)
                                .service("inventory", null)
                                .hashOn())
                        .isEqualTo(List.of("header:Key")));
    }

    @Test
    void endpointIsAbsentUnlessExposed() {
        runner.withPropertyValues("management.endpoints.jmx.exposure.exclude=*")
                .run(context -> assertThat(context).doesNotHaveBean(RingmasterEndpoint.class));
    }

    @Test
    void endpointAndMetersWorkWithoutTheLoadBalancer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RingmasterLoadBalancerAutoConfiguration.class,
                        RingmasterEndpointAutoConfiguration.class,
                        RingmasterMetersAutoConfiguration.class))
                .withBean(CatalogMirror.class, feed::mirror)
                .withBean(Ticker.class, FakeTicker::new)
                .withClassLoader(new FilteredClassLoader("org.springframework.cloud.loadbalancer"))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("management.endpoints.web.exposure.include=ringmaster")
                .run(context -> {
                    assertThat(context.getBean(RingmasterEndpoint.class)
                                    .service("inventory", null)
                                    .hashOn())
                            .isEmpty();
                    assertThat(context).hasSingleBean(ClientMeters.class);
                });
    }

    @Test
    void endpointIsAbsentWithoutTheActuator() {
        runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .withPropertyValues("management.endpoints.web.exposure.include=ringmaster")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("ringmasterEndpoint"));
    }

    @Test
    void metersCountChoices() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ClientMeters.class).bindTo(registry);
            for (String outcome : List.of("owner", "failover", "no-key")) {
                assertThat(registry.get("ringmaster.client.choices")
                                .tag("outcome", outcome)
                                .functionCounter()
                                .count())
                        .isZero();
            }
            assertThat(registry.get("ringmaster.client.mirror.synced").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("ringmaster.client.mirror.services").gauge().value())
                    .isEqualTo(1);
        });
    }

    @Test
    void metersAreAbsentWithoutMicrometerOrARegistry() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("ringmasterClientMeters"));
        runner.run(context -> assertThat(context).doesNotHaveBean(ClientMeters.class));
    }

    @Test
    void userEndpointWins() {
        RingmasterEndpoint mine =
                new RingmasterEndpoint(feed.mirror(), service -> List.of("mine"), (ring, key) -> ring.explain(key, 0));
        runner.withPropertyValues("management.endpoints.web.exposure.include=ringmaster")
                .withBean(RingmasterEndpoint.class, () -> mine)
                .run(context ->
                        assertThat(context.getBean(RingmasterEndpoint.class)).isSameAs(mine));
    }
}
