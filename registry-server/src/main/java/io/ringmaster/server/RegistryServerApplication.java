package io.ringmaster.server;

import io.ringmaster.server.cli.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;

/**
 * The program. It looks for {@link Configuration} classes only, so that every bean is declared where a reader can find it
 * and a feature goes away with its folder; and it looks by name, since to open every class makes each start longer. There are
 * no users, so none with a generated password either.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@ComponentScan(
        resourcePattern = "**/*Configuration.class",
        useDefaultFilters = false,
        includeFilters = @Filter(Configuration.class))
public class RegistryServerApplication {

    /** Starts the registry, or does what a command says and ends. */
    public static void main(String[] args) {
        if (Commands.areMeantBy(args)) {
            System.exit(Commands.run(args));
        } else {
            SpringApplication.run(RegistryServerApplication.class, args);
        }
    }
}
