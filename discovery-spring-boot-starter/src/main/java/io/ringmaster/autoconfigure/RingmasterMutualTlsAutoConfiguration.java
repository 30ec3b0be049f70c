package io.ringmaster.autoconfigure;

import io.ringmaster.certificates.CallerFilter;
import io.ringmaster.certificates.CallerWebFilter;
import io.ringmaster.certificates.CertificateRenewal;
import io.ringmaster.certificates.CertificateSource;
import io.ringmaster.certificates.CertificateSource.Applicant;
import io.ringmaster.certificates.NoCertificateException;
import io.ringmaster.certificates.ServiceSslBundle;
import io.ringmaster.client.Backoff;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.model.Names;
import io.ringmaster.registration.RingmasterInstanceProperties;
import io.ringmaster.registration.RingmasterRegistration;
import io.ringmaster.time.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Mutual TLS by certificates that the registry gives: an SSL bundle that always holds a good one. Who uses the bundle is a default of
 * {@link MutualTlsEnvironmentPostProcessor}.
 */
@AutoConfiguration(after = RingmasterRegistrationAutoConfiguration.class)
@ConditionalOnRingmasterEnabled
@ConditionalOnBooleanProperty(MutualTlsEnvironmentPostProcessor.ENABLED)
@EnableConfigurationProperties(MutualTlsProperties.class)
public final class RingmasterMutualTlsAutoConfiguration {

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    @Bean
    ServiceSslBundle ringmasterSslBundle(
            ObjectProvider<CertificateRenewal> renewal, ObjectProvider<CatalogMirror> mirror) {
        return new ServiceSslBundle(renewal::getObject, mirror::getObject);
    }

    @Bean
    SslBundleRegistrar ringmasterSslBundleRegistrar(ServiceSslBundle bundle) {
        return registry -> registry.registerBundle(ServiceSslBundle.NAME, bundle);
    }

    @Bean
    CertificateRenewal ringmasterCertificateRenewal(
            RegistryClient client,
            ObjectProvider<RingmasterRegistration> registration,
            ObjectProvider<RingmasterInstanceProperties> instance,
            MutualTlsProperties properties,
            ServiceSslBundle bundle,
            ObjectProvider<SslBundleRegistry> bundles,
            Ticker ticker,
            RegistryThreads threads,
            Environment environment) {
        requirePrivacy(client.servers().inPlainText());
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        return new CertificateRenewal(
                new CertificateSource(
                        client,
                        () -> applicant(registration.getIfAvailable(), instance.getIfAvailable(), environment),
                        ticker),
                properties.startTimeout(),
                new Backoff(FIRST_RETRY, LAST_RETRY, random),
                random,
                ticker,
                threads.certificates(),
                () -> bundles.getObject().updateBundle(ServiceSslBundle.NAME, bundle));
    }

    @Bean
    CertificateLifecycle ringmasterCertificateLifecycle(CertificateRenewal renewal, SslBundles bundles) {
        // An application without a web server has nothing to reload, and would be warned of that at each renewal.
        bundles.addBundleUpdateHandler(
                ServiceSslBundle.NAME,
                renewed -> LoggerFactory.getLogger(CertificateRenewal.class).debug("The SSL bundle was updated."));
        return new CertificateLifecycle(renewal);
    }

    /** Whoever can change what the registry says could name authorities of his own. */
    private static void requirePrivacy(List<URI> inPlainText) {
        if (!inPlainText.isEmpty()) {
            throw new NoCertificateException(
                    "This application shall use mutual TLS by certificates of the registry, and calls the registry in plain text at "
                            + inPlainText + ": whoever is on the way could give it certificates of his own.",
                    "Give the registry a certificate (server.ssl.bundle), and write https:// in ringmaster.client.servers.",
                    null);
        }
    }

    private static Applicant applicant(
            @Nullable RingmasterRegistration registration,
            @Nullable RingmasterInstanceProperties instance,
            Environment environment) {
        if (registration == null || instance == null) {
            return new Applicant(Names.service(environment.getProperty("spring.application.name")), null, null);
        }
        String id = StringUtils.hasText(instance.instanceId()) ? instance.instanceId() : null;
        return new Applicant(
                Names.service(registration.getServiceId()),
                instance.register() ? registration.getHost().replaceAll("[\\[\\]]", "") : null,
                id);
    }

    /** For the servlet API. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class ServletConfiguration {

        @Bean
        CallerFilter ringmasterCallerFilter(MutualTlsProperties properties) {
            return new CallerFilter(properties.callers());
        }
    }

    /** For WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class ReactiveConfiguration {

        @Bean
        CallerWebFilter ringmasterCallerWebFilter(MutualTlsProperties properties) {
            return new CallerWebFilter(properties.callers());
        }
    }
}
