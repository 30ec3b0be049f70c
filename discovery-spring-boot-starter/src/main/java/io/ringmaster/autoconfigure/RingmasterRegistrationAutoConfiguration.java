package io.ringmaster.autoconfigure;

import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.registration.RegistrationCustomizer;
import io.ringmaster.registration.RingmasterAutoServiceRegistration;
import io.ringmaster.registration.RingmasterInstanceProperties;
import io.ringmaster.registration.RingmasterRegistration;
import io.ringmaster.registration.RingmasterServiceRegistry;
import io.ringmaster.registration.WebServerTrigger;
import io.ringmaster.time.Ticker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Registers this application by itself. */
@AutoConfiguration(
        after = {
            RingmasterServiceRegistryAutoConfiguration.class,
            AutoServiceRegistrationConfiguration.class,
            AutoServiceRegistrationAutoConfiguration.class,
            UtilAutoConfiguration.class
        })
@ConditionalOnRingmasterEnabled
@ConditionalOnBean({AutoServiceRegistrationProperties.class, RingmasterServiceRegistry.class})
public final class RingmasterRegistrationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RingmasterRegistration ringmasterRegistration(
            RingmasterInstanceProperties properties,
            Environment environment,
            RegistryClient client,
            RingmasterClientProperties clientProperties,
            RegistrySession session,
            Ticker ticker,
            AutoServiceRegistrationProperties autoRegistration,
            ObjectProvider<InetUtils> inetUtils,
            ObjectProvider<RegistrationCustomizer> customizers) {
        boolean actuator = ClassUtils.isPresent(
                "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                getClass().getClassLoader());
        return new RingmasterRegistration(
                properties,
                environment,
                new RingmasterRegistration.Surroundings(
                        () -> inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties())),
                        () -> clientProperties.token() == null
                                && client.servers().allOnLoopback(),
                        actuator,
                        autoRegistration.shouldRegisterManagement(),
                        customizers.orderedStream().toList(),
                        session.id(),
                        ticker.now().instant().toEpochMilli()));
    }

    @Bean
    @ConditionalOnMissingBean
    RingmasterAutoServiceRegistration ringmasterAutoServiceRegistration(
            ApplicationContext context,
            RingmasterServiceRegistry registry,
            RingmasterRegistration registration,
            ObjectProvider<RegistrationLifecycle<RingmasterRegistration>> hooks,
            RingmasterClientProperties properties) {
        return new RingmasterAutoServiceRegistration(
                context, registry, registration, hooks.orderedStream().toList(), properties.failFast());
    }

    /** Web servers are optional. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebServerInitializedEvent.class)
    static class WebServerConfiguration {

        @Bean
        WebServerTrigger ringmasterWebServerTrigger(
                ApplicationContext context, RingmasterAutoServiceRegistration registration) {
            return new WebServerTrigger(context, registration);
        }
    }
}
