package io.ringmaster.autoconfigure;

import io.ringmaster.certificates.AllowedCallers;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * TLS between applications, by certificates that the registry gives.
 *
 * @param enabled Whether this application gets a certificate for its service, answers only to who shows one, and shows its own to the
 *     instances that it calls. The registry needs 'ringmaster.server.certificates.enabled'.
 * @param allowedCallers Names of the services that may call this application; '*' is any characters. Every service that has a
 *     certificate when empty.
 * @param startTimeout Time that the start waits for the first certificate. Without one the application does not start.
 */
@ConfigurationProperties("ringmaster.client.mutual-tls")
record MutualTlsProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue List<String> allowedCallers,
        @DefaultValue("30s") Duration startTimeout) {

    MutualTlsProperties {
        allowedCallers = List.copyOf(allowedCallers);
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "ringmaster.client.mutual-tls.start-timeout is not positive. Use one such as 30s.");
        }
    }

    AllowedCallers callers() {
        return new AllowedCallers(allowedCallers);
    }
}
