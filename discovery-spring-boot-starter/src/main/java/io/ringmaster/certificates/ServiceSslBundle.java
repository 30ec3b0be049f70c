package io.ringmaster.certificates;

import io.ringmaster.client.CatalogMirror;
import java.util.function.Supplier;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/**
 * The certificate of this application as an SSL bundle. Its managers always show and trust what is good now, so a client that was made
 * once goes on to work; its stores hold what was good when they were asked for, which waits for the first certificate, and are for
 * servers, which ask again when the bundle is updated. Any thread may ask.
 */
public final class ServiceSslBundle implements SslBundle {

    /** The name of the bundle. */
    public static final String NAME = "ringmaster";

    private final Supplier<CertificateRenewal> certificates;
    private final Supplier<CatalogMirror> mirror;

    /**
     * @param certificates has the certificate; asked when the bundle is first used
     * @param mirror knows who is listed; asked when the bundle is first used
     */
    public ServiceSslBundle(Supplier<CertificateRenewal> certificates, Supplier<CatalogMirror> mirror) {
        this.certificates = certificates;
        this.mirror = mirror;
    }

    @Override
    public SslStoreBundle getStores() {
        ServiceCertificate certificate = certificates.get().required();
        return new PemSslStoreBundle(
                PemSslStore.of(certificate.chain(), certificate.key()).withAlias(certificate.alias()),
                PemSslStore.of(certificate.authorities(), null));
    }

    @Override
    public SslBundleKey getKey() {
        return SslBundleKey.NONE;
    }

    @Override
    public SslOptions getOptions() {
        return SslOptions.NONE;
    }

    @Override
    public String getProtocol() {
        return DEFAULT_PROTOCOL;
    }

    @Override
    public SslManagerBundle getManagers() {
        CertificateRenewal renewal = certificates.get();
        ListedServices listed = new ListedServices(mirror.get());
        return SslManagerBundle.of(
                FixedManagers.of(new ServiceKeyManager(renewal, listed)),
                FixedManagers.of(new ServiceTrustManager(renewal::current, listed, TrustManagers.ofJava())));
    }
}
