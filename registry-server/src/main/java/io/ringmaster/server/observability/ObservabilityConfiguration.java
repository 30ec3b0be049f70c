package io.ringmaster.server.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires log and meters to what the registry tells. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

    @Bean
    TransitionLog transitionLog(RegistryObservers observers) {
        TransitionLog transitions = new TransitionLog();
        observers.add(transitions);
        return transitions;
    }

    @Bean
    MeterObserver meterObserver(MeterRegistry meters, Registry registry, RegistryObservers observers) {
        MeterObserver observer = new MeterObserver(meters, registry);
        observers.add(observer);
        return observer;
    }
}
