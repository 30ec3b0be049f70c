package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.CatalogWatch;
import io.ringmaster.client.Outage;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.health.RingmasterHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** What the application says of its registry under {@code /actuator/health}. */
@AutoConfiguration(after = RingmasterClientAutoConfiguration.class, before = CommonsClientAutoConfiguration.class)
@ConditionalOnRingmasterEnabled
@ConditionalOnClass({Health.class, ConditionalOnEnabledHealthIndicator.class})
public final class RingmasterHealthAutoConfiguration {

    /** The condition on the indicator is here, because on the class it could not even be read without Boot's health. */
    @Bean
    @ConditionalOnEnabledHealthIndicator("discovery")
    @ConditionalOnMissingBean
    RingmasterHealthIndicator ringmasterHealthIndicator(
            RegistryClient client, CatalogMirror mirror, CatalogWatch watch, Outage outage, RegistrySession session) {
        return new RingmasterHealthIndicator(client.servers(), mirror, watch, outage, session);
    }
}
