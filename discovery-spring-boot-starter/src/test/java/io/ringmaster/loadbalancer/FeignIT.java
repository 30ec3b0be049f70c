package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

class FeignIT extends RoutedCalls {

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
    void keyOfASingleCallIsOfTheThread() {
        keyOfASingleCallDecides((path, key) -> RoutingKey.call(key, () -> call(path, "another")));
    }

    @FeignClient("inventory")
    interface Inventory {

        @GetMapping("/{item}")
        String get(@PathVariable("item") String item, @RequestHeader(name = HEADER, required = false) String customer);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableFeignClients(clients = Inventory.class)
    static class Application {}
}
