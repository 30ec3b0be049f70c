package io.ringmaster.server.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

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
