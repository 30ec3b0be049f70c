package io.ringmaster.server.eureka;

import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the Eureka server that this registry also is. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ringmaster.server.eureka.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EurekaProperties.class)
class EurekaConfiguration {

    @Bean
    EurekaPaths eurekaPaths() {
        return new EurekaPaths();
    }

    @Bean
    EurekaRegistrationController eurekaRegistrationController(Registry registry, Ticker ticker) {
        return new EurekaRegistrationController(registry, ticker);
    }

    @Bean
    EurekaOverrideController eurekaOverrideController(Registry registry, Ticker ticker) {
        return new EurekaOverrideController(registry, ticker);
    }

    @Bean
    EurekaCatalogController eurekaCatalogController(Registry registry, Ticker ticker) {
        EurekaDocuments documents = new EurekaDocuments(registry, ticker.now());
        return new EurekaCatalogController(registry, documents, new EurekaLists(registry, documents, ticker));
    }
}
