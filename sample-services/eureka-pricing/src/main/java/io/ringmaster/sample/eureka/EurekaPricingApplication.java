package io.ringmaster.sample.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** Pricing, with a Eureka client. */
@SpringBootApplication
public class EurekaPricingApplication {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(EurekaPricingApplication.class, args);
    }

    /** A client whose URLs name services instead of hosts. */
    @Bean
    @LoadBalanced
    RestClient.Builder restClientBuilder(RestClientBuilderConfigurer configurer) {
        return configurer.configure(RestClient.builder());
    }
}
