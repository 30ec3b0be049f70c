package io.ringmaster.registration;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.FakeRegistry;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class ReactiveApplicationIT {

    private FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void registersAndStillServesWhileItLeaves() {
        List<String> served = Collections.synchronizedList(new ArrayList<>());
        try (ConfigurableApplicationContext application = start(registry.url())) {
            await().until(() -> status() == InstanceStatus.UP);
            int port = Applications.port(application);
            assertThat(registry.instances("orders").get(0).registration().port())
                    .isEqualTo(port);
            registry.beforeAnswering(call -> {
                if (call.method().equals("DELETE")) {
                    served.add("DELETE " + Applications.get(port, "/hello"));
                }
            });
        }

        assertThat(served).containsExactly("DELETE 200");
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void startsWithoutARegistrySaysSoOnceAndRegistersWhenItIsThere(CapturedOutput output) {
        int port = registry.port();
        registry.close();

        try (ConfigurableApplicationContext application = start(registry.url())) {
            assertThat(Applications.get(Applications.port(application), "/hello"))
                    .isEqualTo(200);
            assertThat(application.getBean(HealthEndpoint.class).health().getStatus())
                    .isEqualTo(Status.UP);

            registry = new FakeRegistry(port);

            await().until(() -> !registry.instances("orders").isEmpty() && status() == InstanceStatus.UP);
            await().until(() -> output.getOut().contains("works again"));
        }
        assertThat(output.getOut().split("cannot be reached: connection refused", -1))
                .as("one warning, not one for each attempt")
                .hasSize(2);
        assertThat(output.getOut()).contains("ringmaster.client.servers");
    }

    @Test
    void aRefusedTokenIsExplainedInTheLog(CapturedOutput output) {
        registry.requireToken("the-right-token-0001");

        try (ConfigurableApplicationContext application =
                start(registry.url(), "ringmaster.client.token=the-wrong-token-0001")) {
            assertThat(Applications.get(Applications.port(application), "/hello"))
                    .isEqualTo(200);
        }

        assertThat(output.getOut())
                .contains("refuses the token of this application")
                .contains("Set ringmaster.client.token to a token that the registry knows")
                .doesNotContain("the-wrong-token");
    }

    private static ConfigurableApplicationContext start(String registry, String... properties) {
        return Applications.start(WebApplicationType.REACTIVE, registry, Application.class, properties);
    }

    private InstanceStatus status() {
        List<Instance> orders = registry.instances("orders");
        return orders.get(0).status();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {

        @GetMapping("/hello")
        Mono<String> hello() {
            return Mono.just("hello");
        }
    }
}
