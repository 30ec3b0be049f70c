package io.ringmaster.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Sets, at lowest precedence, what a load-balanced call needs to survive the death of an instance. Whatever the application
 * sets itself wins.
 *
 * <ul>
 *   <li>{@code spring.cloud.loadbalancer.retry.enabled=true}: the default for blocking clients already; a {@code WebClient}
 *       retries only when it says so.
 *   <li>{@code spring.cloud.loadbalancer.retry.max-retries-on-next-service-instance=2}: with Spring's 1, a call fails when
 *       the owner of its key and the successor are both gone.
 *   <li>{@code spring.cloud.loadbalancer.cache.enabled=false}: Ringmaster's list needs no cache, and an idle one logs a
 *       warning at each start. Left alone when the application chooses one of Spring's configurations, which use it.
 *   <li>{@code spring.cloud.loadbalancer.zone}: the instance's own {@code ringmaster.instance.zone}, if it has one.
 *   <li>{@code spring.cloud.gateway.server.webmvc.use-framework-retry-filter=true}: the starter brings spring-retry for the
 *       load balancer, and with it on the class path the retry filter of the gateway on Spring MVC would change to one that
 *       does not retry failures to connect.
 * </ul>
 *
 * <p>Left as they are: only GET is retried ({@code retry-on-all-operations=false}), on failures to connect, broken
 * connections and timeouts and on no status, and never on the same instance. Failures to connect are retried for all methods,
 * see {@link RingmasterFailoverAutoConfiguration}.
 */
public final class FailoverEnvironmentPostProcessor implements EnvironmentPostProcessor {

    private static final String LOAD_BALANCER = "spring.cloud.loadbalancer.";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!isOn(environment, "ringmaster.client.enabled")
                || !isOn(environment, "spring.cloud.discovery.enabled")
                || !isOn(environment, LOAD_BALANCER + "enabled")) {
            return;
        }
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(LOAD_BALANCER + "retry.enabled", "true");
        defaults.put(LOAD_BALANCER + "retry.max-retries-on-next-service-instance", "2");
        defaults.put("spring.cloud.gateway.server.webmvc.use-framework-retry-filter", "true");
        if (!choosesConfiguration(environment)) {
            defaults.put(LOAD_BALANCER + "cache.enabled", "false");
        }
        String zone = environment.getProperty("ringmaster.instance.zone");
        if (StringUtils.hasText(zone)) {
            defaults.put(LOAD_BALANCER + "zone", zone);
        }
        // Spring Boot moves the default properties of an application to the very end, and they must win too.
        defaults.keySet().removeIf(environment::containsProperty);
        environment.getPropertySources().addLast(new MapPropertySource("ringmasterDefaults", defaults));
    }

    private static boolean isOn(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, Boolean.class, true);
    }

    /** Whether the application chooses one of Spring's configurations, for all services or for one. */
    private static boolean choosesConfiguration(ConfigurableEnvironment environment) {
        Binder binder = Binder.get(environment);
        return binder.bind(LOAD_BALANCER + "configurations", String.class).isBound()
                || binder
                        .bind(LOAD_BALANCER + "clients", Bindable.mapOf(String.class, Object.class))
                        .orElse(Map.of())
                        .values()
                        .stream()
                        .anyMatch(client ->
                                client instanceof Map<?, ?> settings && settings.containsKey("configurations"));
    }
}
