package io.ringmaster.autoconfigure;

import io.ringmaster.certificates.ServiceSslBundle;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Where {@code ringmaster.client.mutual-tls.enabled} is set, sets at lowest precedence what uses the bundle {@value
 * ServiceSslBundle#NAME}. Whatever the application sets itself wins.
 *
 * <ul>
 *   <li>{@code server.ssl.bundle} and {@code server.ssl.client-auth=need}, unless the web server has a certificate already: it shows
 *       the certificate of the service, and asks who calls for one.
 *   <li>{@code spring.http.clients.ssl.bundle}: so do the clients that Spring Boot's builders make. They go on to trust the authorities
 *       that Java trusts where the registry lists nobody.
 *   <li>{@code spring.cloud.gateway.server.webflux.httpclient.ssl.ssl-bundle}: the same for the gateway.
 * </ul>
 */
public final class MutualTlsEnvironmentPostProcessor implements EnvironmentPostProcessor {

    static final String ENABLED = "ringmaster.client.mutual-tls.enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.getProperty(ENABLED, Boolean.class, false)
                || !environment.getProperty("ringmaster.client.enabled", Boolean.class, true)) {
            return;
        }
        Map<String, Object> defaults = new HashMap<>();
        if (Stream.of("bundle", "key-store", "certificate")
                .noneMatch(name -> environment.containsProperty("server.ssl." + name))) {
            defaults.put("server.ssl.bundle", ServiceSslBundle.NAME);
            defaults.put("server.ssl.client-auth", "need");
        }
        defaults.put("spring.http.clients.ssl.bundle", ServiceSslBundle.NAME);
        defaults.put("spring.cloud.gateway.server.webflux.httpclient.ssl.ssl-bundle", ServiceSslBundle.NAME);
        defaults.keySet().removeIf(environment::containsProperty);
        environment.getPropertySources().addLast(new MapPropertySource("ringmasterMutualTls", defaults));
    }
}
