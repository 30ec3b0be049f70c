package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** An application with the starter, processed ahead of time as for a native image, on an ordinary JVM. */
class AheadOfTimeTests {

    private final FakeRegistry registry = new FakeRegistry();
    private final String[] properties = {
        "spring.application.name=orders",
        "ringmaster.client.servers=" + registry.url(),
        "ringmaster.client.initial-sync-timeout=60s",
        "ringmaster.instance.drain-delay=0s",
        "spring.cloud.loadbalancer.eager-load.clients=stock"
    };

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    UtilAutoConfiguration.class,
                    CommonsClientAutoConfiguration.class,
                    CompositeDiscoveryClientAutoConfiguration.class,
                    SimpleDiscoveryClientAutoConfiguration.class,
                    ServiceRegistryAutoConfiguration.class,
                    AutoServiceRegistrationAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    LoadBalancerAutoConfiguration.class,
                    BlockingLoadBalancerClientAutoConfiguration.class,
                    RingmasterClientAutoConfiguration.class,
                    RingmasterDiscoveryClientAutoConfiguration.class,
                    RingmasterHealthAutoConfiguration.class,
                    RingmasterHealthStatusAutoConfiguration.class,
                    RingmasterServiceRegistryAutoConfiguration.class,
                    RingmasterRegistrationAutoConfiguration.class,
                    RingmasterLoadBalancerAutoConfiguration.class,
                    RingmasterLoadReportAutoConfiguration.class))
            .withPropertyValues(properties);

    @AfterEach
    void close() {
        SpringProperties.setProperty("spring.aot.enabled", null);
        registry.close();
    }

    @Test
    @CompileWithForkedClassLoader // or what was generated could not call what is private to a package
    void whatWasProcessedAheadOfTimeFindsAndChoosesInstances() {
        registry.put(FakeRegistry.instance("stock", "1", InstanceStatus.UP));
        TestGenerationContext generated = new TestGenerationContext(AheadOfTimeTests.class);
        runner.prepare(context -> {
            ClassName initializer = new ApplicationContextAotGenerator()
                    .processAheadOfTime((GenericApplicationContext) context.getSourceApplicationContext(), generated);
            generated.writeGeneratedContent();
            TestCompiler.forSystem().with(generated).compile(compiled -> run(compiled, initializer));
        });

        assertThat(RuntimeHintsPredicates.reflection().onType(ServiceSnapshot.class))
                .accepts(generated.getRuntimeHints());
    }

    @SuppressWarnings("unchecked")
    private void run(Compiled compiled, ClassName initializer) {
        SpringProperties.setFlag("spring.aot.enabled");
        try (GenericApplicationContext application = new GenericApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(application);
            ((ApplicationContextInitializer<GenericApplicationContext>)
                            compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()))
                    .initialize(application);
            application.refresh();

            ConfigurableListableBeanFactory beans = application.getBeanFactory();
            assertThat(beans.getBean(CatalogMirror.class).synced()).isTrue();
            assertThat(beans.getBean(DiscoveryClient.class).getInstances("stock"))
                    .extracting(ServiceInstance::getInstanceId)
                    .containsExactly("1");
            assertThat(beans.getBean(LoadBalancerClient.class).choose("stock"))
                    .extracting(ServiceInstance::getInstanceId)
                    .isEqualTo("1");
        }
    }
}
