package io.ringmaster.autoconfigure;

import io.ringmaster.health.HealthPoll;
import io.ringmaster.registration.RingmasterAutoServiceRegistration;
import io.ringmaster.registration.RingmasterInstanceProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.annotation.Bean;

/** Lets the health of the application take it out of rotation, when that is asked for. */
@AutoConfiguration(
        after = RingmasterRegistrationAutoConfiguration.class,
        afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration")
@ConditionalOnBooleanProperty(name = "ringmaster.instance.report-health")
@ConditionalOnClass(HealthEndpoint.class)
@ConditionalOnBean({RingmasterAutoServiceRegistration.class, HealthEndpoint.class})
public final class RingmasterHealthStatusAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    HealthPoll ringmasterHealthPoll(
            HealthEndpoint health,
            RingmasterAutoServiceRegistration registration,
            RingmasterInstanceProperties properties,
            RegistryThreads threads) {
        return new HealthPoll(
                () -> health.health().getStatus(),
                registration::healthChanged,
                properties.healthInterval(),
                threads.health());
    }
}
