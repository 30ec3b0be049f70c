package io.ringmaster.server.prometheus;

import io.ringmaster.server.registry.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the service discovery of Prometheus. */
@Configuration(proxyBeanMethods = false)
class PrometheusConfiguration {

    @Bean
    TargetController targetController(Registry registry) {
        return new TargetController(registry);
    }
}
