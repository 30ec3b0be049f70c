package io.ringmaster.registration;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Tells the auto-registration which port the web server is bound to. Apart, because web servers are optional. */
public final class WebServerTrigger implements ApplicationListener<WebServerInitializedEvent> {

    private final ApplicationContext context;
    private final RingmasterAutoServiceRegistration registration;

    /**
     * @param context the application's own context
     */
    public WebServerTrigger(ApplicationContext context, RingmasterAutoServiceRegistration registration) {
        this.context = context;
        this.registration = registration;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        int port = event.getWebServer().getPort();
        if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")) {
            registration.managementServerBound(port);
        } else if (event.getApplicationContext() == context) {
            registration.webServerBound(port);
        }
    }
}
