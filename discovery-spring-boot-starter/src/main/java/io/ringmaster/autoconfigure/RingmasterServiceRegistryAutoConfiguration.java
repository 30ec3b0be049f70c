package io.ringmaster.autoconfigure;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.registration.RingmasterAutoServiceRegistration;
import io.ringmaster.registration.RingmasterInstanceProperties;
import io.ringmaster.registration.RingmasterRegistration;
import io.ringmaster.registration.RingmasterServiceRegistry;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The registry as Spring Cloud sees it. */
@AutoConfiguration(after = RingmasterClientAutoConfiguration.class, before = ServiceRegistryAutoConfiguration.class)
@ConditionalOnRingmasterEnabled
@ConditionalOnBooleanProperty(name = "ringmaster.instance.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "spring.cloud.service-registry.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RingmasterInstanceProperties.class)
public final class RingmasterServiceRegistryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RingmasterServiceRegistry ringmasterServiceRegistry(
            RegistrySession session, CatalogMirror mirror, RingmasterClientProperties properties) {
        return new RingmasterServiceRegistry(session, mirror, properties.readTimeout());
    }

    /** Beside another registry client Spring Cloud wants one of each kind, so this makes ours the one. */
    @Bean
    @ConditionalOnBooleanProperty(name = "ringmaster.instance.primary")
    static BeanFactoryPostProcessor ringmasterPrimaryRegistration() {
        return factory -> {
            for (Class<?> type : List.of(
                    RingmasterServiceRegistry.class,
                    RingmasterRegistration.class,
                    RingmasterAutoServiceRegistration.class)) {
                for (String name : factory.getBeanNamesForType(type, true, false)) {
                    factory.getBeanDefinition(name).setPrimary(true);
                }
            }
        };
    }
}
