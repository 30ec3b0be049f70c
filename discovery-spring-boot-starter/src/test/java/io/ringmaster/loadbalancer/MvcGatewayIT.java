package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayClassPathWarningAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class MvcGatewayIT extends RoutedCalls {

    private static final String ROUTE = "spring.cloud.gateway.server.webmvc.routes[0].";

    private static ConfigurableApplicationContext gateway;

    @BeforeAll
    static void start() {
        gateway = start(
                WebApplicationType.SERVLET,
                Application.class,
                ROUTE + "id=inventory",
                ROUTE + "uri=lb://inventory",
                ROUTE + "predicates[0]=Path=/stock,/other",
                ROUTE + "filters[0].name=Retry",
                ROUTE + "filters[0].args.retries=2",
                ROUTE + "filters[0].args.exceptions=org.springframework.web.client.ResourceAccessException");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Override
    String call(String path, @Nullable String key) {
        return GatewayCalls.get(gateway, path, key);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = GatewayClassPathWarningAutoConfiguration.class)
    static class Application {}
}
