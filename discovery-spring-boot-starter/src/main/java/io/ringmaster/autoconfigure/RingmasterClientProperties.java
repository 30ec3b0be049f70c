package io.ringmaster.autoconfigure;

import io.ringmaster.model.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application talks to the registry.
 *
 * @param enabled Whether to use the registry at all.
 * @param servers Addresses of the registry servers. Each application has one of them, chosen at random, and uses others while that
 *     fails.
 * @param zoneServers Which of the servers are in which zone. An application prefers those in its own 'ringmaster.instance.zone'.
 * @param token Secret by which the registry knows this application, needed when it asks who is calling.
 * @param services Names of the services to watch. All when empty.
 * @param failFast Whether the application fails to start when the registry cannot be used.
 * @param initialSyncTimeout Time that the start may wait for the first list. It does not wait when no server answers.
 * @param connectTimeout Time that connecting to a server may take.
 * @param readTimeout Time that an answer of a server may take.
 * @param order Place of this discovery client among others. The lowest is asked first.
 * @param snapshot The last good list on disk, with which an application starts while the whole registry is down.
 * @param ssl TLS towards the registry.
 */
@ConfigurationProperties("ringmaster.client")
public record RingmasterClientProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("http://localhost:8761") List<String> servers,
        @DefaultValue Map<String, List<String>> zoneServers,
        @Nullable String token,
        @DefaultValue List<String> services,
        @DefaultValue("false") boolean failFast,
        @DefaultValue("2s") Duration initialSyncTimeout,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration readTimeout,
        @DefaultValue("0") int order,
        @DefaultValue Snapshot snapshot,
        @DefaultValue Ssl ssl) {

    /**
     * @throws IllegalArgumentException if a value cannot be used; the message says what can
     */
    public RingmasterClientProperties {
        servers = List.copyOf(servers);
        zoneServers = Map.copyOf(zoneServers);
        services = services.stream().map(Names::service).toList();
        token = token == null || token.isBlank() ? null : token.strip();
        if (token != null && !token.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "ringmaster.client.token holds characters that cannot be sent. Use visible"
                            + " ASCII characters without spaces, the same as in ringmaster.server.token.");
        }
        positive("connect-timeout", connectTimeout);
        positive("read-timeout", readTimeout);
    }

    /** Returns the addresses of the servers in a zone: none for null and for one that is not mentioned. */
    List<String> serversIn(@Nullable String zone) {
        return zone == null ? List.of() : zoneServers.getOrDefault(zone, List.of());
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
     * The last good list on disk.
     *
     * @param enabled Whether to keep the last good list on disk and to start with it when no registry answers.
     * @param directory Directory for the file, of which each application has one. Nobody else may be able to write in it.
     *     Defaults to '.ringmaster/mirror' in the home of the user.
     * @param maxAge Age beyond which a list is not used. It counts from when a registry last confirmed the list.
     */
    public record Snapshot(
            @DefaultValue("true") boolean enabled,
            @Nullable String directory,
            @DefaultValue("1d") Duration maxAge) {

        /**
         * @throws IllegalArgumentException if a value cannot be used; the message says what can
         */
        public Snapshot {
            positive("snapshot.max-age", maxAge);
        }

        /** Returns the directory for the file. */
        Path path() {
            return directory != null && !directory.isBlank()
                    ? Path.of(directory.strip())
                    : Path.of(System.getProperty("user.home"), ".ringmaster", "mirror");
        }
    }

    /**
     * TLS towards the registry.
     *
     * @param bundle Name of the SSL bundle to use. Defaults to the trust of the JVM.
     */
    public record Ssl(@Nullable String bundle) {}
}
