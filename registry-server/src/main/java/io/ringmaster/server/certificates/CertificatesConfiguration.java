package io.ringmaster.server.certificates;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires certificates for applications, when they are switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("ringmaster.server.certificates.enabled")
@EnableConfigurationProperties(CertificateProperties.class)
class CertificatesConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CertificatesConfiguration.class);

    @Bean
    Issuer certificateIssuer(
            Registry registry,
            CertificateProperties properties,
            SslBundles bundles,
            Ticker ticker,
            Environment environment) {
        String bundle = properties.bundle();
        Authority authority = bundle == null
                ? ofItsOwn(properties, environment, ticker.now().instant())
                : Authority.of(bundle, bundles.getBundle(bundle), ticker.now().instant());
        report(authority);
        Issuer issuer = new Issuer(
                registry,
                authority,
                properties.lifetime(),
                new RateLimit(properties.requestsPerSecond(), ticker.now()));
        if (bundle != null) {
            bundles.addBundleUpdateHandler(bundle, renewed -> {
                try {
                    Authority next = Authority.of(bundle, renewed, ticker.now().instant());
                    issuer.issueBy(next);
                    report(next);
                } catch (UnusableAuthorityException unusable) {
                    log.error("The authority before goes on to issue. {} {}", unusable.getMessage(), unusable.action());
                }
            });
        }
        return issuer;
    }

    @Bean
    CertificateController certificateController(Issuer issuer, Ticker ticker) {
        return new CertificateController(issuer, ticker);
    }

    private static Authority ofItsOwn(CertificateProperties properties, Environment environment, Instant now) {
        requireASingleNode(environment);
        return AuthorityFile.open(
                properties.directory(
                        environment.getProperty("ringmaster.server.journal.directory"),
                        environment.getProperty("server.port", Integer.class, 0)),
                now);
    }

    /** Each node would make another authority, and no application knows whose certificates the next one shows. */
    private static void requireASingleNode(Environment environment) {
        boolean alone = Binder.get(environment)
                .bind("ringmaster.server.cluster.nodes", Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
        if (!alone) {
            throw new UnusableAuthorityException(
                    "Certificates are switched on, and this is one of several nodes: each would issue by an authority of its own,"
                            + " which the applications at the other nodes do not know.",
                    "Set ringmaster.server.certificates.bundle to an SSL bundle with one authority, the same for all nodes.");
        }
    }

    private static void report(Authority authority) {
        log.info(
                "Identities that may register a service get certificates for it, issued by {} (serial {}, until {}).",
                authority.certificate().getSubjectX500Principal(),
                authority.certificate().getSerialNumber().toString(16),
                authority.certificate().getNotAfter().toInstant());
    }
}
