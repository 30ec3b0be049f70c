package io.ringmaster.server.watch;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires the streams. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatchProperties.class)
class WatchConfiguration {

    @Bean
    WatchSessions watchSessions(
            Registry registry, ChangeLog log, JsonMapper json, Ticker ticker, WatchProperties properties) {
        return new WatchSessions(registry, log, new EventFrames(json), ticker, properties);
    }

    @Bean
    WatchController watchController(WatchSessions sessions) {
        return new WatchController(sessions);
    }

    @Bean
    WatchStream watchStream(WatchSessions sessions) {
        return new WatchStream(sessions);
    }

    @Bean
    WatchLifecycle watchLifecycle(WatchSessions sessions, WatchProperties properties) {
        return new WatchLifecycle(sessions, properties.heartbeat());
    }
}
