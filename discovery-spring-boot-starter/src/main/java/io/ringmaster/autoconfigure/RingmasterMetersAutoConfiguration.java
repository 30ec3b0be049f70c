package io.ringmaster.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringmaster.actuate.ClientMeters;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.ChoiceCounts;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the meters of the client where there is a meter registry to take them. */
@AutoConfiguration(
        after = RingmasterLoadBalancerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({CatalogMirror.class, MeterRegistry.class})
public final class RingmasterMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ClientMeters ringmasterClientMeters(CatalogMirror mirror, ObjectProvider<ChoiceCounts> choiceCounts) {
        ChoiceCounts counts = choiceCounts.getIfAvailable();
        return new ClientMeters(
                mirror,
                counts == null
                        ? Map.of()
                        : Map.of(
                                "owner", counts::owner,
                                "failover", counts::failover,
                                "overflow", counts::overflow,
                                "no-key", counts::noKey));
    }
}
