package io.ringmaster.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate for the service of this application, and all that goes with it. Immutable.
 *
 * @param alias by which key managers name it, different for each
 * @param key the private key, which is nowhere else
 * @param chain the certificate, and those between it and the authority
 * @param authorities by whose certificates other applications are known
 * @param trust looks at certificates of those authorities
 * @param notAfter when it ends
 * @param renewAfter how long after it was issued it is time for the next one
 */
record ServiceCertificate(
        String alias,
        PrivateKey key,
        List<X509Certificate> chain,
        List<X509Certificate> authorities,
        X509ExtendedTrustManager trust,
        Instant notAfter,
        Duration renewAfter) {

    ServiceCertificate {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServiceCertificate[" + alias + ", until " + notAfter + "]";
    }
}
