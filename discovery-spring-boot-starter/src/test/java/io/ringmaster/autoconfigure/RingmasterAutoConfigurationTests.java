package io.ringmaster.autoconfigure;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.CatalogWatch;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.discovery.RingmasterDiscoveryClient;
import io.ringmaster.discovery.RingmasterReactiveDiscoveryClient;
import io.ringmaster.health.HealthPoll;
import io.ringmaster.health.RingmasterHealthIndicator;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.registration.RingmasterAutoServiceRegistration;
import io.ringmaster.registration.RingmasterRegistration;
import io.ringmaster.registration.RingmasterServiceRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.actuator.HasFeatures;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.EnableDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.health.DiscoveryCompositeHealthContributor;
import org.springframework.cloud.client.discovery.health.reactive.ReactiveDiscoveryClientHealthIndicator;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

class RingmasterAutoConfigurationTests {

    private final FakeRegistry registry = new FakeRegistry();

    private final ApplicationContextRunner withoutHealth = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    UtilAutoConfiguration.class,
                    CommonsClientAutoConfiguration.class,
                    ReactiveCommonsClientAutoConfiguration.class,
                    CompositeDiscoveryClientAutoConfiguration.class,
                    ReactiveCompositeDiscoveryClientAutoConfiguration.class,
                    SimpleDiscoveryClientAutoConfiguration.class,
                    SimpleReactiveDiscoveryClientAutoConfiguration.class,
                    ServiceRegistryAutoConfiguration.class,
                    AutoServiceRegistrationAutoConfiguration.class,
                    RingmasterClientAutoConfiguration.class,
                    RingmasterDiscoveryClientAutoConfiguration.class,
                    RingmasterReactiveDiscoveryClientAutoConfiguration.class,
                    RingmasterHealthAutoConfiguration.class,
                    RingmasterHealthStatusAutoConfiguration.class,
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

    private final ApplicationContextRunner runner = withoutHealth.withConfiguration(AutoConfigurations.of(
            HealthContributorRegistryAutoConfiguration.class,
            HealthContributorAutoConfiguration.class,
            HealthEndpointAutoConfiguration.class));

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void createsEverythingAndHasItsListWhenTheContextHasStarted() {
        registry.put(FakeRegistry.instance("stock", "1", InstanceStatus.UP));
        runner.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(CatalogMirror.class)
                    .hasSingleBean(RegistrySession.class)
                    .hasSingleBean(RingmasterDiscoveryClient.class)
                    .hasSingleBean(RingmasterReactiveDiscoveryClient.class)
                    .hasSingleBean(RingmasterHealthIndicator.class)
                    .hasSingleBean(ServiceRegistry.class)
                    .hasSingleBean(Registration.class)
                    .hasSingleBean(AutoServiceRegistration.class)
                    .doesNotHaveBean(HealthPoll.class);
            assertThat(context.getBean(DiscoveryClient.class).getInstances("stock"))
                    .hasSize(1);
            assertThat(context.getBean("ringmasterFeatures", HasFeatures.class).getNamedFeatures())
                    .hasSize(1);
            assertThat(context.getBean("ringmasterReactiveHealthIndicator"))
                    .isInstanceOf(ReactiveDiscoveryClientHealthIndicator.class);
            assertThat(context.getBean(DiscoveryCompositeHealthContributor.class)
                            .getContributor("ringmaster"))
                    .isNotNull();
        });
    }

    @Test
    void anApplicationWithoutAWebServerDoesNotRegisterAndSaysThatItIsReadyToFindOthers() {
        runner.withUserConfiguration(Recorder.class).run(context -> {
            List<Object> seen = context.getBean(Recorder.class).events;
            await().until(() -> seen.stream().anyMatch(InstanceRegisteredEvent.class::isInstance));
            assertThat(registry.calls("PUT", "/instances/")).isEmpty();
            assertThat(context.getBean(RingmasterAutoServiceRegistration.class).isRunning())
                    .isFalse();
        });
    }

    @Test
    void anApplicationWithoutAWebServerRegistersWhenItsPortIsSaid() {
        runner.withUserConfiguration(Recorder.class)
                .withPropertyValues("ringmaster.instance.port=7000")
                .run(context -> {
                    assertThat(registry.instances("orders")).singleElement().satisfies(instance -> {
                        assertThat(instance.registration().port()).isEqualTo(7000);
                        assertThat(instance.status())
                                .as("no SpringApplication ever says that this context is ready")
                                .isEqualTo(InstanceStatus.UP);
                    });
                    assertThat(context.getBean(Recorder.class).events)
                            .filteredOn(InstanceRegisteredEvent.class::isInstance)
                            .singleElement()
                            .satisfies(event -> assertThat(((InstanceRegisteredEvent<?>) event).getConfig())
                                    .isInstanceOf(RingmasterRegistration.class));
                });
        assertThat(registry.instances("orders")).as("after it has closed").isEmpty();
    }

    @Test
    void publishesAHeartbeatWhenTheCatalogChanges() {
        runner.withUserConfiguration(Recorder.class).run(context -> {
            List<Object> seen = context.getBean(Recorder.class).events;
            registry.put(FakeRegistry.instance("stock", "1", InstanceStatus.UP));
            await().until(() -> seen.stream().anyMatch(HeartbeatEvent.class::isInstance));
        });
    }

    @Test
    void nothingRunsBeforeTheContextStarts() {
        runner.withInitializer(context -> context.addBeanFactoryPostProcessor(
                        factory -> assertThat(registry.calls()).isEmpty()))
                .withBean("last", Object.class, () -> {
                    assertThat(registry.calls()).isEmpty();
                    return new Object();
                })
                .run(context -> assertThat(registry.calls()).isNotEmpty());
    }

    @Test
    void theConnectionStopsAndStartsWithoutLeavingTheRegistry() {
        runner.withPropertyValues("ringmaster.instance.port=7000").run(context -> {
            RegistryConnection connection = context.getBean(RegistryConnection.class);
            for (int i = 0; i < 2; i++) {
                connection.stop();
                connection.stop();
                assertThat(connection.isRunning()).isFalse();
                connection.start();
                connection.start();
                await().until(context.getBean(CatalogWatch.class)::connected);
            }
            assertThat(registry.calls("DELETE", "")).isEmpty();

            connection.stop();
            registry.forgetEverything();
            connection.start();
            await().until(() -> registry.instances("orders").size() == 1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ringmaster.client.enabled=false,                                      none",
        "spring.cloud.discovery.enabled=false,                                 none",
        "ringmaster.instance.enabled=false,                                    discovery",
        "spring.cloud.service-registry.enabled=false,                          discovery",
        "spring.cloud.service-registry.auto-registration.enabled=false,        registry",
    })
    void honoursEverySwitch(String property, String left) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeansOfType(CatalogMirror.class)).hasSize(left.equals("none") ? 0 : 1);
            assertThat(context.getBeansOfType(RingmasterDiscoveryClient.class)).hasSize(left.equals("none") ? 0 : 1);
            assertThat(context.getBeansOfType(RingmasterServiceRegistry.class))
                    .hasSize(left.equals("registry") ? 1 : 0);
            assertThat(context).doesNotHaveBean(Registration.class).doesNotHaveBean(AutoServiceRegistration.class);
        });
    }

    @Test
    void autoRegisterFalseOfTheAnnotationIsHonoured() {
        runner.withUserConfiguration(DiscoverOnly.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(RingmasterDiscoveryClient.class)
                        .doesNotHaveBean(AutoServiceRegistration.class));
    }

    @Test
    void registerFalseKeepsTheBeansAndSkipsTheCall() {
        runner.withPropertyValues("ringmaster.instance.register=false", "ringmaster.instance.port=7000")
                .run(context -> {
                    assertThat(context).hasSingleBean(AutoServiceRegistration.class);
                    assertThat(registry.calls("PUT", "/instances/")).isEmpty();
                });
    }

    @Test
    void deregisterFalseLetsTheLeaseLapse() {
        runner.withPropertyValues("ringmaster.instance.deregister=false", "ringmaster.instance.port=7000")
                .run(context -> assertThat(registry.instances("orders")).hasSize(1));

        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    void theKindsOfDiscoveryAreSwitchedOneByOne() {
        runner.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RingmasterDiscoveryClient.class)
                        .hasSingleBean(RingmasterReactiveDiscoveryClient.class));
        runner.withPropertyValues("spring.cloud.discovery.reactive.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(RingmasterDiscoveryClient.class)
                        .doesNotHaveBean(RingmasterReactiveDiscoveryClient.class));
        runner.withPropertyValues("spring.cloud.discovery.client.health-indicator.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("ringmasterReactiveHealthIndicator"));
        runner.withPropertyValues("management.health.discovery.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RingmasterHealthIndicator.class));
    }

    @Test
    void backsOffForBeansOfTheUser() {
        CatalogMirror own = new CatalogMirror();
        RingmasterDiscoveryClient client = new RingmasterDiscoveryClient(own, 3);
        runner.withBean("ownMirror", CatalogMirror.class, () -> own)
                .withBean("ownClient", RingmasterDiscoveryClient.class, () -> client)
                .run(context -> {
                    assertThat(context.getBean(CatalogMirror.class)).isSameAs(own);
                    assertThat(context.getBean(RingmasterDiscoveryClient.class)).isSameAs(client);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.web.reactive",
                "org.springframework.web",
                "org.springframework.boot.health",
                "org.springframework.boot.actuate",
                "org.springframework.boot.web.server",
                "org.springframework.cloud.loadbalancer",
                "org.springframework.retry",
                "io.micrometer",
                "com.github.benmanes.caffeine",
            })
    void worksWithoutWhatIsOptional(String missing) {
        withoutHealth.withClassLoader(new FilteredClassLoader(missing)).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(RingmasterDiscoveryClient.class);
            assertThat(context).hasSingleBean(AutoServiceRegistration.class);
            if (missing.startsWith("org.springframework.web")) {
                assertThat(context).doesNotHaveBean(RingmasterReactiveDiscoveryClient.class);
            }
            if (missing.endsWith("health")) {
                assertThat(context)
                        .doesNotHaveBean(RingmasterHealthIndicator.class)
                        .doesNotHaveBean("ringmasterReactiveHealthIndicator");
            }
        });
    }

    @Test
    void theHealthOfTheApplicationIsReportedWhenThatIsAskedFor() {
        runner.withPropertyValues("ringmaster.instance.report-health=true", "ringmaster.instance.health-interval=100ms")
                .run(context -> assertThat(context).hasSingleBean(HealthPoll.class));
    }

    @Test
    void aRegistryThatIsAwayDoesNotKeepTheApplicationFromStarting() {
        registry.close();
        runner.withPropertyValues("ringmaster.instance.port=7000")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void failFastExplainsARegistryThatCannotBeReached() {
        registry.close();
        runner.withPropertyValues("ringmaster.client.fail-fast=true").run(context -> {
            FailureAnalysis analysis = explain(context);
            assertThat(analysis.getDescription()).contains(registry.url()).contains("connection refused");
            assertThat(analysis.getAction()).contains("ringmaster.client.servers");
        });
    }

    @Test
    void failFastExplainsATokenThatIsRefused() {
        registry.requireToken("the-right-token-0001");
        runner.withPropertyValues("ringmaster.client.fail-fast=true", "ringmaster.client.token=the-wrong-token-0001")
                .run(context -> {
                    FailureAnalysis analysis = explain(context);
                    assertThat(analysis.getDescription()).contains("refuses the token");
                    assertThat(analysis.getAction()).contains("ringmaster.server.token");
                    assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("the-wrong-token");
                });
    }

    @Test
    void explainsANameThatCallersCouldNotUse() {
        runner.withPropertyValues("spring.application.name=order_history", "ringmaster.instance.port=7000")
                .run(context -> {
                    FailureAnalysis analysis = explain(context);
                    assertThat(analysis.getDescription()).contains("underscore").contains("order-history");
                    assertThat(analysis.getAction()).contains("spring.application.name");
                });
        assertThat(registry.calls("PUT", "/instances/")).isEmpty();
    }

    @Test
    void explainsAMissingName() {
        runner.withPropertyValues("spring.application.name=", "ringmaster.instance.port=7000")
                .run(context -> assertThat(explain(context).getAction()).contains("spring.application.name"));
    }

    @Test
    void anApplicationThatDoesNotRegisterNeedsNoName() {
        runner.withPropertyValues("spring.application.name=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void explainsAnAddressThatIsNone() {
        runner.withPropertyValues("ringmaster.client.servers=localhost:8761").run(context -> {
            FailureAnalysis analysis = explain(context);
            assertThat(analysis.getDescription()).contains("localhost:8761").contains("http://localhost:8761");
            assertThat(analysis.getAction()).contains("ringmaster.client.servers");
        });
    }

    @Test
    void explainsTwoRegistriesAndEachWayOut() {
        ApplicationContextRunner two = runner.withUserConfiguration(OtherRegistry.class);
        two.run(context -> {
            FailureAnalysis analysis = explain(context);
            assertThat(analysis.getDescription())
                    .contains("Two registry clients")
                    .contains("other");
            assertThat(analysis.getAction())
                    .contains("ringmaster.instance.enabled=false")
                    .contains("ringmaster.instance.primary=true");
        });
        two.withPropertyValues("ringmaster.instance.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RingmasterDiscoveryClient.class));
        two.withPropertyValues("ringmaster.instance.primary=true").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(AutoServiceRegistration.class))
                    .isInstanceOf(RingmasterAutoServiceRegistration.class);
        });
    }

    @Test
    void aNativeImageKeepsTheWire() {
        RuntimeHints hints = new RuntimeHints();
        new RingmasterRuntimeHints().registerHints(hints, getClass().getClassLoader());

        assertThat(RuntimeHintsPredicates.reflection().onType(ServiceSnapshot.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(io.ringmaster.model.Registration.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(RegistryClient.Registered.class))
                .accepts(hints);
    }

    private static FailureAnalysis explain(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable failure = context.getStartupFailure();
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, new MockEnvironment());
        return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, arguments).stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody explains it", failure));
    }

    @Configuration(proxyBeanMethods = false)
    static class Recorder implements ApplicationListener<ApplicationEvent> {

        final List<Object> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onApplicationEvent(ApplicationEvent event) {
            events.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableDiscoveryClient(autoRegister = false)
    static class DiscoverOnly {}

    /** Another registry client on the class path. */
    @Configuration(proxyBeanMethods = false)
    static class OtherRegistry {

        @Bean
        AutoServiceRegistration otherAutoServiceRegistration() {
            return new AutoServiceRegistration() {};
        }

        @Bean
        Registration otherRegistration() {
            return new OtherRegistration();
        }
    }

    static class OtherRegistration implements Registration {

        private final ServiceInstance instance = new DefaultServiceInstance("1", "orders", "localhost", 1, false);

        @Override
        public String getServiceId() {
            return instance.getServiceId();
        }

        @Override
        public String getHost() {
            return instance.getHost();
        }

        @Override
        public int getPort() {
            return instance.getPort();
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public URI getUri() {
            return instance.getUri();
        }

        @Override
        public Map<String, String> getMetadata() {
            return Map.of();
        }
    }
}
