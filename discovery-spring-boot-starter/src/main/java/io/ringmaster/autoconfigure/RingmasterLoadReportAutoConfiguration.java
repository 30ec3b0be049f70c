package io.ringmaster.autoconfigure;

import io.ringmaster.client.LoadSource;
import io.ringmaster.registration.InFlightFilter;
import io.ringmaster.registration.InFlightWebFilter;
import io.ringmaster.registration.RequestsInFlight;
import io.ringmaster.registration.RingmasterRegistration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counts the requests that this application is serving, so that its beats report them. An application may count itself. */
@AutoConfiguration(after = RingmasterRegistrationAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ringmaster.instance.report-load", matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnBean(RingmasterRegistration.class)
@ConditionalOnMissingBean(LoadSource.class)
public final class RingmasterLoadReportAutoConfiguration {

    @Bean
    RequestsInFlight ringmasterRequestsInFlight() {
        return new RequestsInFlight();
    }

    /** For the servlet API. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class ServletConfiguration {

        @Bean
        InFlightFilter ringmasterInFlightFilter(RequestsInFlight requests) {
            return new InFlightFilter(requests);
        }
    }

    /** For WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class ReactiveConfiguration {

        @Bean
        InFlightWebFilter ringmasterInFlightWebFilter(RequestsInFlight requests) {
            return new InFlightWebFilter(requests);
        }
    }
}
