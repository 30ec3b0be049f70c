package io.ringmaster.server.api;

import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Wires the requests that answer at once. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    RegistrationController registrationController(Registry registry, Ticker ticker) {
        return new RegistrationController(registry, ticker);
    }

    @Bean
    RegistrationCall registrationCall(Registry registry, Ticker ticker, JsonMapper json) {
        return new RegistrationCall(registry, ticker, json);
    }

    @Bean
    JacksonModule instancesOnTheWire() {
        return new SimpleModule("ringmaster.instances").addSerializer(new InstanceSerializer());
    }

    @Bean
    OverrideController overrideController(Registry registry, Ticker ticker) {
        return new OverrideController(registry, ticker);
    }

    @Bean
    CatalogController catalogController(Registry registry, EventHistory history, Ticker ticker) {
        return new CatalogController(registry, history, ticker);
    }

    @Bean
    RoutingController routingController(Registry registry, Ticker ticker) {
        return new RoutingController(registry, new Rings(), ticker);
    }

    @Bean
    HistoryController historyController(EventHistory history) {
        return new HistoryController(history);
    }

    @Bean
    ClusterController clusterController(Registry registry, Nodes nodes, Ticker ticker) {
        return new ClusterController(registry, nodes, ticker.now());
    }

    @Bean
    OpenApiController openApiController() {
        return new OpenApiController();
    }

    @Bean
    ApiErrors apiErrors(JsonMapper json, RegistryObservers observers) {
        return new ApiErrors(json, observers);
    }

    @Bean
    PlainSemicolons plainSemicolons() {
        return new PlainSemicolons();
    }

    @Bean
    BodyLimit bodyLimit(@Value("${spring.http.codecs.max-in-memory-size}") DataSize limit) {
        return new BodyLimit(limit.toBytes());
    }
}
