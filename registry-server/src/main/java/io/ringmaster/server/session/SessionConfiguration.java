package io.ringmaster.server.session;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the sessions. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    SessionController sessionController(Registry registry, Ticker ticker) {
        return new SessionController(registry, ticker);
    }

    @Bean
    WatcherController watcherController(Registry registry, ChangeLog log) {
        return new WatcherController(registry, log);
    }
}
