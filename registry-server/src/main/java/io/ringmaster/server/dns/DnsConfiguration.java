package io.ringmaster.server.dns;

import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.Random;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires DNS, when it is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("ringmaster.server.dns.enabled")
@EnableConfigurationProperties(DnsProperties.class)
class DnsConfiguration {

    private static final String ANONYMOUS_READ = "ringmaster.server.anonymous-read";

    @Bean
    DnsServer dnsServer(Registry registry, DnsProperties properties, Ticker ticker, Environment environment) {
        if (!properties.address().isLoopbackAddress()
                && !environment.getProperty(ANONYMOUS_READ, Boolean.class, false)) {
            throw new IllegalArgumentException("ringmaster.server.dns.address is "
                    + properties.address().getHostAddress()
                    + ", and DNS shows no token: everybody who reaches that address could read where instances are. Set "
                    + ANONYMOUS_READ + "=true if they may, or leave out the address to answer on loopback only.");
        }
        Zone zone = new Zone(
                properties.domain(), properties.ttl(), () -> registry.listing().catalog(), new Random());
        return new DnsServer(properties.address(), properties.port(), zone, properties.repliesPerSecond(), ticker);
    }
}
