package io.ringmaster.sample.inventory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/** The inventory service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class InventoryApplication {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(InventoryApplication.class, args);
    }

    /** A client whose URLs name services instead of hosts; the customizers bring the timeouts of application.yml. */
    @Bean
    @LoadBalanced
    WebClient.Builder webClientBuilder(ObjectProvider<WebClientCustomizer> customizers) {
        WebClient.Builder builder = WebClient.builder();
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder;
    }
}
