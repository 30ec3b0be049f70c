package io.ringmaster.registration;

import io.ringmaster.model.InstanceStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;

/**
 * Turns the life of this application into what the registry is told of it.
 *
 * <p>The web server is bound: registered as STARTING, because it is not ready yet. Ready: UP. It refuses traffic:
 * OUT_OF_SERVICE. Its context closes: DRAINING, a wait until every live caller has acknowledged that, and
 * deregistered, all before the first lifecycle bean stops, and so before the web server stops accepting. Nothing of this hangs
 * on lifecycle callbacks, because contexts are also paused and resumed. Events of child contexts, which reach listeners of
 * their parents, mean nothing here.
 */
public final class RingmasterAutoServiceRegistration implements AutoServiceRegistration, SmartApplicationListener {

    private static final Logger log = LoggerFactory.getLogger(RingmasterAutoServiceRegistration.class);

    private static final String PREFIX = "ringmaster.instance";

    private final ApplicationContext context;
    private final RingmasterServiceRegistry registry;
    private final RingmasterRegistration registration;
    private final List<RegistrationLifecycle<RingmasterRegistration>> hooks;
    private final boolean failFast;
    private final AtomicBoolean running = new AtomicBoolean();

    private volatile int boundPort;
    private volatile @Nullable Integer managementPort;

    /**
     * @param context the application's own context; events of others are passed over
     * @param hooks what users want done around registering and leaving, in order
     * @param failFast whether the application fails to start when the first attempt to register fails
     */
    public RingmasterAutoServiceRegistration(
            ApplicationContext context,
            RingmasterServiceRegistry registry,
            RingmasterRegistration registration,
            List<RegistrationLifecycle<RingmasterRegistration>> hooks,
            boolean failFast) {
        this.context = context;
        this.registry = registry;
        this.registration = registration;
        this.hooks = List.copyOf(hooks);
        this.failFast = failFast;
    }

    /** Whether this application registers at all when its port is known. */
    public boolean isEnabled() {
        return registration.properties().register();
    }

    /** Whether it has registered and not left. */
    public boolean isRunning() {
        return running.get();
    }

    /** The main web server is bound to this port. */
    void webServerBound(int port) {
        boundPort = port;
        start();
    }

    /** A management server of its own is bound to this port, which is known only after the main one. */
    void managementServerBound(int port) {
        managementPort = port;
        refresh(registration.properties());
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return AvailabilityChangeEvent.class.isAssignableFrom(type)
                || ContextRefreshedEvent.class.isAssignableFrom(type)
                || ContextClosedEvent.class.isAssignableFrom(type)
                || EnvironmentChangeEvent.class.isAssignableFrom(type);
    }

    /** First, so that what other listeners do on closing happens after callers have gone. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event.getSource() != context) {
            return;
        }
        if (event instanceof AvailabilityChangeEvent<?> change) {
            if (change.getState() instanceof ReadinessState readiness) {
                ready(readiness == ReadinessState.ACCEPTING_TRAFFIC);
            }
        } else if (event instanceof ContextRefreshedEvent) {
            Integer port = registration.properties().port();
            if (!running.get() && boundPort == 0 && port != null) {
                boundPort = port;
                start();
            }
        } else if (event instanceof ContextClosedEvent) {
            stop();
        } else if (event instanceof EnvironmentChangeEvent change
                && change.getKeys().stream().anyMatch(key -> key.startsWith(PREFIX + "."))) {
            environmentChanged();
        }
    }

    private void start() {
        if (!isEnabled() || running.get()) {
            return;
        }
        registration.bind(registration.properties(), boundPort, managementPort);
        running.set(true);
        if (context.getBeanProvider(ApplicationArguments.class).stream()
                .findAny()
                .isEmpty()) {
            // No SpringApplication runs this context, so nobody will ever say that it is ready.
            registration.status().life(InstanceStatus.UP);
        }
        context.publishEvent(new InstancePreRegisteredEvent(this, registration));
        hooks.forEach(hook -> hook.postProcessBeforeStartRegister(registration));
        if (failFast) {
            registry.registerOrFail(registration).join();
        } else {
            registry.register(registration);
        }
        hooks.forEach(hook -> hook.postProcessAfterStartRegister(registration));
        context.publishEvent(new InstanceRegisteredEvent<>(this, registration));
    }

    private void ready(boolean ready) {
        log.debug("{} is {}.", registration, ready ? "ready" : "not ready");
        registration.status().life(ready ? InstanceStatus.UP : InstanceStatus.OUT_OF_SERVICE);
        tell();
    }

    /**
     * What the health of the application says. Does nothing once it leaves.
     *
     * @param status a status that takes it out of rotation, or null when it is well
     */
    public void healthChanged(@Nullable InstanceStatus status) {
        registration.status().health(status);
        tell();
    }

    private void tell() {
        if (running.get()) {
            registry.tell(registration);
        }
    }

    private void environmentChanged() {
        try {
            refresh(Binder.get(context.getEnvironment())
                    .bindOrCreate(PREFIX, Bindable.of(RingmasterInstanceProperties.class)));
        } catch (BindException | IllegalRegistrationException illegal) {
            log.warn(
                    "The changed properties under '{}' cannot be used, so the ones before stay: {}",
                    PREFIX,
                    rootOf(illegal));
        }
    }

    private void refresh(RingmasterInstanceProperties properties) {
        if (running.get() && registration.bind(properties, boundPort, managementPort)) {
            registry.registerOrFail(registration);
        }
    }

    private void stop() {
        if (!running.compareAndSet(true, false)) {
            return;
        }
        hooks.forEach(hook -> hook.postProcessBeforeStopRegister(registration));
        registration.status().drain();
        if (registration.properties().deregister()) {
            RingmasterInstanceProperties properties = registration.properties();
            if (registry.await(registry.tell(registration))
                    && registry.awaitDrained(registration, properties.drainTimeout())) {
                // For the calls that were on their way when their callers acknowledged.
                pause(properties.drainDelay());
            }
            registry.deregister(registration);
        }
        hooks.forEach(hook -> hook.postProcessAfterStopRegister(registration));
        registry.close();
    }

    private static void pause(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
