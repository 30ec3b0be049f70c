package io.ringmaster.discovery;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.CatalogWatch;
import java.util.concurrent.Executor;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Publishes an {@link InstanceRegisteredEvent} in an application that does not register, once it has a list. Spring's health
 * indicators stay unknown until they see one.
 */
public final class FirstListAnnouncement implements SmartApplicationListener {

    private final ApplicationContext context;
    private final CatalogWatch watch;
    private final CatalogMirror mirror;
    private final Executor executor;

    private volatile boolean announced;

    /**
     * @param context the application's own context; events of others are passed over
     * @param executor on which the listeners run
     */
    public FirstListAnnouncement(
            ApplicationContext context, CatalogWatch watch, CatalogMirror mirror, Executor executor) {
        this.context = context;
        this.watch = watch;
        this.mirror = mirror;
        this.executor = executor;
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return InstanceRegisteredEvent.class.isAssignableFrom(type)
                || ContextRefreshedEvent.class.isAssignableFrom(type);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof InstanceRegisteredEvent) {
            announced = true;
        } else if (event.getSource() == context && !announced) {
            announced = true;
            watch.firstSync()
                    .thenRunAsync(() -> context.publishEvent(new InstanceRegisteredEvent<>(this, mirror)), executor);
        }
    }
}
