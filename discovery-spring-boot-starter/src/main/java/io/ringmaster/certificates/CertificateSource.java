package io.ringmaster.certificates;

import io.ringmaster.client.RegistryClient;
import io.ringmaster.model.CertificateRequest;
import io.ringmaster.model.IssuedCertificate;
import io.ringmaster.model.ServiceUri;
import io.ringmaster.time.Ticker;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry for a certificate, each time for a new key. The key never leaves this process; what is sent is the public
 * one, signed.
 */
public final class CertificateSource {

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";

    /**
     * Who asks.
     *
     * @param service the service that the certificate is for, in lower case
     * @param host where callers reach this application; null if nobody calls it
     * @param instance the instance id, or null if it has none yet
     */
    public record Applicant(
            String service, @Nullable String host, @Nullable String instance) {}

    private final RegistryClient client;
    private final Supplier<Applicant> applicant;
    private final Ticker ticker;

    /**
     * @param applicant who asks, which may take a moment to find out
     */
    public CertificateSource(RegistryClient client, Supplier<Applicant> applicant, Ticker ticker) {
        this.client = client;
        this.applicant = applicant;
        this.ticker = ticker;
    }

    /**
     * Returns a certificate. Blocks while the registry answers.
     *
     * @throws io.ringmaster.client.RegistryException if the registry gives none
     * @throws NoCertificateException if it gives one that is of no use
     */
    ServiceCertificate obtain() {
        Applicant by = applicant.get();
        try {
            KeyPair keys = newKeys();
            String publicKey =
                    Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
            String signedAt =
                    ticker.now().instant().truncatedTo(ChronoUnit.SECONDS).toString();
            byte[] signed = CertificateRequest.signed(by.service(), by.host(), by.instance(), publicKey, signedAt);
            IssuedCertificate issued = client.certify(
                    by.service(),
                    new CertificateRequest(by.host(), by.instance(), publicKey, signedAt, sign(keys, signed)));
            return checked(by.service(), keys, issued);
        } catch (GeneralSecurityException e) {
            throw new NoCertificateException(
                    "The registry gave a certificate that cannot be used: " + e.getMessage() + ".",
                    "Look whether the clock of this host is right, and whether another registry answers than is meant.",
                    e);
        }
    }

    private static ServiceCertificate checked(String service, KeyPair keys, IssuedCertificate issued)
            throws GeneralSecurityException {
        List<X509Certificate> chain = read(issued.certificate());
        List<X509Certificate> authorities = read(issued.authorities());
        if (chain.isEmpty() || authorities.isEmpty()) {
            throw new GeneralSecurityException("it is empty");
        }
        X509Certificate own = chain.get(0);
        if (!own.getPublicKey().equals(keys.getPublic())) {
            throw new GeneralSecurityException("it is for another key than was sent");
        }
        if (!service.equals(CertifiedService.of(own))) {
            throw new GeneralSecurityException("it does not name " + ServiceUri.of(service));
        }
        X509ExtendedTrustManager trust = TrustManagers.of(authorities);
        trust.checkClientTrusted(chain.toArray(X509Certificate[]::new), "EC");
        return new ServiceCertificate(
                "ringmaster-" + issued.serial(),
                keys.getPrivate(),
                chain,
                authorities,
                trust,
                issued.notAfter(),
                Duration.ofSeconds(issued.renewAfterSeconds()));
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    private static String sign(KeyPair keys, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(SIGNATURE);
        signature.initSign(keys.getPrivate());
        signature.update(text);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private static List<X509Certificate> read(@Nullable String pem) throws GeneralSecurityException {
        byte[] text = Objects.requireNonNullElse(pem, "").getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
