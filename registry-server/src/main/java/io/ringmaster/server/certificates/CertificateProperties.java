package io.ringmaster.server.certificates;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about certificates for applications.
 *
 * @param enabled Whether identities that may register a service get certificates for it.
 * @param bundle Name of the SSL bundle whose key issues, such as an intermediate authority of yours. Its trust store names further
 *     authorities that applications shall trust, as while one is replaced by another. Several nodes need the same one. Without it a
 *     single node makes an authority of its own, once.
 * @param directory Folder where the authority that the registry made is kept, in a file that its owner alone may read. That of the
 *     journal by default.
 * @param lifetime Time for which a certificate is good, from 10s to 7d. It is renewed after two thirds of it. There is no list of
 *     revoked ones: this is how long a stolen key is of use.
 * @param requestsPerSecond Number of certificates per second that one identity may ask for in the long run, and twice as many at
 *     once.
 */
@ConfigurationProperties("ringmaster.server.certificates")
record CertificateProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String bundle,
        @Nullable String directory,
        @DefaultValue("1h") Duration lifetime,
        @DefaultValue("20") int requestsPerSecond) {

    private static final String PREFIX = "ringmaster.server.certificates.";
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(7);

    CertificateProperties {
        bundle = bundle == null || bundle.isBlank() ? null : bundle.strip();
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(PREFIX + "lifetime is " + lifetime + ". Use 10s to 7d; 1h is usual.");
        }
        if (requestsPerSecond < 1 || requestsPerSecond > 10_000) {
            throw new IllegalArgumentException(
                    PREFIX + "requests-per-second is " + requestsPerSecond + ". Use 1 to 10000; 20 is usual.");
        }
    }

    /**
     * Returns the folder for an authority of the registry's own.
     *
     * @param ofJournal where the journal is told to be, or null
     * @param port where the registry listens, or 0 for wherever it finds room
     * @throws UnusableAuthorityException if there is none that the next start would find
     */
    Path directory(@Nullable String ofJournal, int port) {
        for (String named : new @Nullable String[] {directory, ofJournal}) {
            if (named != null && !named.isBlank()) {
                return Path.of(named);
            }
        }
        if (port == 0) {
            throw new UnusableAuthorityException(
                    "Certificates are switched on, but there is no place to keep the authority that issues them, because the port"
                            + " is random.",
                    "Set " + PREFIX + "directory to a folder, or " + PREFIX + "bundle to an authority of yours.");
        }
        return Path.of("ringmaster-data", Integer.toString(port));
    }
}
