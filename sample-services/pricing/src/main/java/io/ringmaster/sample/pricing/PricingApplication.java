package io.ringmaster.sample.pricing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The pricing service. */
@SpringBootApplication
public class PricingApplication {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(PricingApplication.class, args);
    }
}
