package io.ringmaster.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application talks to the registry.
 *
 * @param enabled whether to use the registry at all
 * @param servers addresses of the registry servers; the first that answers is used
 * @param token secret of the registry; needed when the registry has one
 * @param services names of the services to watch; all when empty
 * @param failFast whether the application fails to start when the registry cannot be used
 * @param initialSyncTimeout how long the start may wait for the first list; it does not wait when no server answers
 * @param connectTimeout how long connecting to a server may take
 * @param readTimeout how long an answer of a server may take
 * @param order place of this discovery client among others; the lowest is asked first
 * @param ssl TLS towards the registry
 */
@ConfigurationProperties("ringmaster.client")
public record RingmasterClientProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("http://localhost:8761") List<String> servers,
        @Nullable String token,
        @DefaultValue List<String> services,
        @DefaultValue("false") boolean failFast,
        @DefaultValue("2s") Duration initialSyncTimeout,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration readTimeout,
        @DefaultValue("0") int order,
        @DefaultValue Ssl ssl) {

    /**
     * @throws IllegalArgumentException if a value cannot be used; the message says what can
     */
    public RingmasterClientProperties {
        servers = List.copyOf(servers);
        services = List.copyOf(services);
        token = token == null || token.isBlank() ? null : token.strip();
        if (token != null && !token.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "ringmaster.client.token holds characters that cannot be sent. Use visible"
                            + " ASCII characters without spaces, the same as in ringmaster.server.token.");
        }
        positive("connect-timeout", connectTimeout);
        positive("read-timeout", readTimeout);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("ringmaster.client." + name + " is not positive. Use one such as 2s.");
        }
    }

    /** Without the token, so that it does not end up in a log. */
    @Override
    public String toString() {
        return "RingmasterClientProperties[servers=" + servers + ", services=" + services + "]";
    }

    /**
     * TLS towards the registry.
     *
     * @param bundle name of the SSL bundle to use; the trust of the JVM when left out
     */
    public record Ssl(@Nullable String bundle) {}
}
