package io.ringmaster.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says where the registry is, once it can be reached. */
final class ReadyReport implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(RegistryServerApplication.class);

    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() != null) {
            return;
        }
        Environment environment = event.getApplicationContext().getEnvironment();
        String scheme = environment.getProperty("server.ssl.enabled", Boolean.class, false)
                        || environment.containsProperty("server.ssl.bundle")
                ? "https"
                : "http";
        String root = scheme + "://localhost:" + event.getWebServer().getPort();
        log.info("Ringmaster is ready. Page: {}/ · API: {}/v1/services", root, root);
    }
}
