package io.ringmaster.registration;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.FakeRegistry.Call;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole life of one servlet application; the tests follow it in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServletApplicationIT {

    private static final FakeRegistry REGISTRY = new FakeRegistry();
    private static final List<String> STORY = Collections.synchronizedList(new ArrayList<>());

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = Applications.start(
                WebApplicationType.SERVLET,
                REGISTRY,
                Application.class,
                "management.server.port=0",
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.serviceregistry.access=unrestricted");
    }

    @AfterAll
    static void stop() {
        application.close();
        REGISTRY.close();
    }

    @Test
    @Order(1)
    void registersAsStartingWithTheBoundPortAndIsUpOnceItIsReady() {
        await().until(() -> status() == InstanceStatus.UP);

        int port = Applications.port(application);
        assertThat(orders().registration().port()).isEqualTo(port);
        assertThat(orders().registration().host()).isEqualTo("127.0.0.1");
        assertThat(orders().id()).isEqualTo("127.0.0.1:orders:" + port);
        assertThat(STORY)
                .containsExactly(
                        "pre-registered with port " + port,
                        "before register",
                        "after register",
                        "registered",
                        "runner sees STARTING");
    }

    @Test
    @Order(2)
    void aManagementPortOfItsOwnIsInTheMetadata() {
        await().untilAsserted(() -> assertThat(orders().registration().metadata())
                .hasEntrySatisfying(
                        "management.port",
                        port -> assertThat(Integer.parseInt(port))
                                .isPositive()
                                .isNotEqualTo(Applications.port(application))));
    }

    @Test
    @Order(3)
    void refusingTrafficTakesItOutAndAcceptingBringsItBack() {
        AvailabilityChangeEvent.publish(application, ReadinessState.REFUSING_TRAFFIC);
        await().until(() -> status() == InstanceStatus.OUT_OF_SERVICE);

        AvailabilityChangeEvent.publish(application, ReadinessState.ACCEPTING_TRAFFIC);
        await().until(() -> status() == InstanceStatus.UP);
    }

    @Test
    @Order(4)
    void whatIsSetByHandSurvivesReadiness() {
        RingmasterServiceRegistry registry = application.getBean(RingmasterServiceRegistry.class);
        RingmasterRegistration registration = application.getBean(RingmasterRegistration.class);
        registry.setStatus(registration, "OUT_OF_SERVICE");

        AvailabilityChangeEvent.publish(application, ReadinessState.ACCEPTING_TRAFFIC);
        REGISTRY.forgetEverything();
        await().until(() -> REGISTRY.instances("orders").size() == 1);

        assertThat(status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
        registry.setStatus(registration, "UP");
        await().until(() -> status() == InstanceStatus.UP);
    }

    @Test
    @Order(5)
    void childContextsMayComeAndGo() {
        int before = REGISTRY.calls("PUT", "/status").size();
        GenericApplicationContext child = new GenericApplicationContext(application);
        child.refresh();
        AvailabilityChangeEvent.publish(child, ReadinessState.REFUSING_TRAFFIC);
        child.close();

        assertThat(status()).isEqualTo(InstanceStatus.UP);
        assertThat(application.getBean(RingmasterAutoServiceRegistration.class).isRunning())
                .isTrue();
        assertThat(REGISTRY.calls("PUT", "/status")).hasSize(before);
        assertThat(REGISTRY.calls("DELETE", "")).isEmpty();
    }

    @Test
    @Order(6)
    void aChangedEnvironmentIsRegisteredUnderTheSameId() {
        String id = orders().id();
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "changed",
                        Map.of("ringmaster.instance.metadata.version", "2", "ringmaster.instance.weight", "3")));
        application.publishEvent(new EnvironmentChangeEvent(
                application, java.util.Set.of("ringmaster.instance.weight", "ringmaster.instance.metadata.version")));

        await().untilAsserted(() -> {
            assertThat(orders().id()).isEqualTo(id);
            assertThat(orders().registration().weight()).isEqualTo(3);
            assertThat(orders().registration().metadata()).containsEntry("version", "2");
            assertThat(status()).isEqualTo(InstanceStatus.UP);
        });
        assertThat(REGISTRY.calls("DELETE", "")).isEmpty();
    }

    @Test
    @Order(7)
    void anEnvironmentThatCannotBeUsedChangesNothing() {
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("broken", Map.of("ringmaster.instance.weight", "-5")));
        application.publishEvent(
                new EnvironmentChangeEvent(application, java.util.Set.of("ringmaster.instance.weight")));

        assertThat(orders().registration().weight()).isEqualTo(3);
        assertThat(status()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    @Order(8)
    void twoMoreOnTheSameHostHaveIdsOfTheirOwn() {
        try (ConfigurableApplicationContext second =
                        Applications.start(WebApplicationType.SERVLET, REGISTRY, Application.class);
                ConfigurableApplicationContext third =
                        Applications.start(WebApplicationType.SERVLET, REGISTRY, Application.class)) {
            await().untilAsserted(() -> assertThat(REGISTRY.instances("orders"))
                    .extracting(instance -> instance.registration().port())
                    .containsExactlyInAnyOrder(
                            Applications.port(application), Applications.port(second), Applications.port(third)));
            assertThat(REGISTRY.instances("orders")).extracting(Instance::id).doesNotHaveDuplicates();
        }
    }

    @Test
    @Order(9)
    void itStillServesWhileItLeaves() {
        int port = Applications.port(application);
        List<String> served = Collections.synchronizedList(new ArrayList<>());
        REGISTRY.beforeAnswering(call -> {
            if (call.body().contains("DRAINING")
                    || call.path().endsWith("/drain")
                    || call.method().equals("DELETE")) {
                served.add(word(call) + " " + Applications.get(port, "/hello"));
            }
        });
        STORY.clear();

        application.close();

        assertThat(served).containsExactly("DRAINING 200", "drain 200", "DELETE 200");
        assertThat(REGISTRY.instances("orders")).isEmpty();
        assertThat(Applications.get(port, "/hello")).isEqualTo(-1);
        assertThat(STORY).containsExactly("before leaving", "after leaving");
        assertThat(REGISTRY.calls("DELETE", ""))
                .as("of three applications, each once")
                .hasSize(3);
    }

    private static String word(Call call) {
        return switch (call.method()) {
            case "GET" -> "drain";
            case "DELETE" -> "DELETE";
            default -> "DRAINING";
        };
    }

    private static Instance orders() {
        return REGISTRY.instances("orders").get(0);
    }

    private static InstanceStatus status() {
        return orders().status();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {

        @GetMapping("/hello")
        String hello() {
            return "hello";
        }

        @Bean
        ApplicationRunner runner() {
            return arguments -> STORY.add("runner sees " + status());
        }

        @EventListener
        void before(InstancePreRegisteredEvent event) {
            STORY.add("pre-registered with port " + event.getRegistration().getPort());
        }

        @EventListener
        void registered(InstanceRegisteredEvent<RingmasterRegistration> event) {
            STORY.add("registered");
        }

        @Bean
        RegistrationLifecycle<RingmasterRegistration> hook() {
            return new RegistrationLifecycle<>() {
                @Override
                public void postProcessBeforeStartRegister(RingmasterRegistration registration) {
                    STORY.add("before register");
                }

                @Override
                public void postProcessAfterStartRegister(RingmasterRegistration registration) {
                    STORY.add("after register");
                }

                @Override
                public void postProcessBeforeStopRegister(RingmasterRegistration registration) {
                    STORY.add("before leaving");
                }

                @Override
                public void postProcessAfterStopRegister(RingmasterRegistration registration) {
                    STORY.add("after leaving");
                }
            };
        }
    }
}
