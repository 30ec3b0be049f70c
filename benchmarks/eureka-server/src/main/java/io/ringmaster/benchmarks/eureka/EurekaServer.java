package io.ringmaster.benchmarks.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** A Eureka server and nothing else. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableEurekaServer
public class EurekaServer {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(EurekaServer.class, args);
    }
}
