package io.ringmaster.server.session;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Wires the sessions. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    SessionController sessionController(Registry registry, Ticker ticker) {
        return new SessionController(registry, ticker);
    }

    @Bean
    BeatCall beatCall(SessionController sessionController, JsonMapper json) {
        return new BeatCall(sessionController, json);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler drainScheduler() {
        return Schedulers.newSingle("ringmaster-drain");
    }

    @Bean
    DrainController drainController(
            Registry registry, Nodes nodes, RegistryObservers observers, Ticker ticker, Scheduler drainScheduler) {
        DrainController controller = new DrainController(registry, nodes, ticker, drainScheduler);
        observers.add(controller);
        return controller;
    }

    @Bean
    WatcherController watcherController(Registry registry, ChangeLog log) {
        return new WatcherController(registry, log);
    }
}
