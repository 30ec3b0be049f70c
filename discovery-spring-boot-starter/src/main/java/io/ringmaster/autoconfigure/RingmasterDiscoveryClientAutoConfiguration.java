package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.discovery.RingmasterDiscoveryClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The blocking discovery client. */
@AutoConfiguration(
        after = RingmasterClientAutoConfiguration.class,
        before = {SimpleDiscoveryClientAutoConfiguration.class, CommonsClientAutoConfiguration.class})
@ConditionalOnRingmasterEnabled
@ConditionalOnBlockingDiscoveryEnabled
public final class RingmasterDiscoveryClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RingmasterDiscoveryClient ringmasterDiscoveryClient(CatalogMirror mirror, RingmasterClientProperties properties) {
        return new RingmasterDiscoveryClient(mirror, properties.order());
    }
}
