package io.ringmaster.server.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.config.observation.SecurityObservationSettings;

/** Wires log and meters to what the registry tells. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

    private static final int LINES_WAITING = 10_000;
    private static final int LAST_LINES_SECONDS = 5;

    @Bean
    ThreadPoolTaskExecutor transitionLogExecutor() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("ringmaster-log-");
        executor.setCorePoolSize(1);
        executor.setMaxPoolSize(1);
        executor.setQueueCapacity(LINES_WAITING);
        executor.setWaitForTasksToCompleteOnShutdown(true);
        executor.setAwaitTerminationSeconds(LAST_LINES_SECONDS);
        return executor;
    }

    /**
     * Beats and streams have meters of their own, and are not timed as requests: to time a beat costs as much as to answer it, and
     * of a stream it would be told when it ends.
     */
    @Bean
    ObservationPredicate timedRequests() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request && isUntimed(request));
    }

    /** Two observations of each request would say how long the chain of security takes, and cost more than it does. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    private static boolean isUntimed(ServerRequestObservationContext observed) {
        ServerHttpRequest request = observed.getCarrier();
        if (request == null) {
            return false;
        }
        String path = request.getPath().pathWithinApplication().value();
        return path.startsWith("/v1/sessions/") || path.equals("/v1/watch");
    }

    @Bean
    TransitionLog transitionLog(
            RegistryObservers observers, @Qualifier("transitionLogExecutor") ThreadPoolTaskExecutor executor) {
        TransitionLog transitions = new TransitionLog(executor);
        observers.add(transitions);
        return transitions;
    }

    @Bean
    MeterObserver meterObserver(MeterRegistry meters, Registry registry, RegistryObservers observers) {
        MeterObserver observer = new MeterObserver(meters, registry);
        observers.add(observer);
        return observer;
    }

    @Bean
    NodesMeters nodesMeters(Nodes nodes, Ticker ticker) {
        return new NodesMeters(nodes, ticker);
    }
}
