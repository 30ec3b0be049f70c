package io.ringmaster.autoconfigure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Two registry clients are on the class path, and Spring Cloud wants one. Before Boot's own analyzer, which knows less. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TwoRegistriesFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

    private static final Set<Class<?>> ONE_OF_EACH =
            Set.of(ServiceRegistry.class, Registration.class, AutoServiceRegistration.class);

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
        Class<?> type = cause.getBeanType();
        if (type == null
                || !ONE_OF_EACH.contains(type)
                || !String.valueOf(cause.getMessage()).contains("ringmaster")) {
            return null;
        }
        return new FailureAnalysis(
                "Two registry clients want to register this application: " + cause.getBeanNamesFound() + ".",
                """
                Decide who registers it:
                  - only the other one: set ringmaster.instance.enabled=false; Ringmaster still finds services
                  - only Ringmaster: switch the other one off, such as by eureka.client.enabled=false
                  - both, while you migrate: set ringmaster.instance.primary=true""",
                cause);
    }
}
