package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

class HttpInterfaceIT extends RoutedCalls {

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = start(WebApplicationType.NONE, Application.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Override
    String call(String path, @Nullable String key) {
        return application.getBean(Inventory.class).get(path.substring(1), key);
    }

    @Test
    void keyOfASingleCallIsAParameter() {
        keyOfASingleCallDecides(
                (path, key) -> application.getBean(Inventory.class).getFor(path.substring(1), key));
    }

    @Test
    void keyOfASingleCallIsOfTheThread() {
        keyOfASingleCallDecides((path, key) -> RoutingKey.call(key, () -> call(path, "another")));
    }

    interface Inventory {

        @GetExchange("/{item}")
        String getFor(@PathVariable String item, @RequestAttribute(RoutingKey.ATTRIBUTE) String key);

        @GetExchange("/{item}")
        String get(@PathVariable String item, @RequestHeader(name = HEADER, required = false) String customer);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportHttpServices(group = "inventory", types = Inventory.class)
    static class Application {}
}
