package io.ringmaster.server.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * Who issues certificates. Immutable.
 *
 * @param key signs
 * @param certificate is that of the key
 * @param between what an application shows beside its own certificate, so that one who knows only who is above this authority
 *     can follow
 * @param trusted by whose certificates applications know each other, this one first
 */
record Authority(
        PrivateKey key, X509Certificate certificate, List<X509Certificate> between, List<X509Certificate> trusted) {

    private static final int SIGNS_CERTIFICATES = 5;

    /**
     * @throws IllegalArgumentException if the key and the certificate are not of one another
     */
    Authority {
        if (!X509.arePair(key, certificate.getPublicKey())) {
            throw new IllegalArgumentException("the private key is not that of the certificate");
        }
        between = List.copyOf(between);
        trusted = List.copyOf(trusted);
    }

    /**
     * Returns the one that an SSL bundle holds.
     *
     * @throws UnusableAuthorityException if it holds none
     */
    static Authority of(String name, SslBundle bundle, Instant now) {
        try {
            KeyStore keys = bundle.getStores().getKeyStore();
            String alias = keys == null ? null : alias(keys, bundle.getKey().getAlias());
            if (keys == null || alias == null) {
                throw unusable(name, "has no private key");
            }
            PrivateKey key = (PrivateKey) keys.getKey(alias, password(bundle));
            List<X509Certificate> chain = certificates(keys.getCertificateChain(alias));
            List<X509Certificate> between = chain.stream()
                    .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                    .toList();
            Set<X509Certificate> trusted = new LinkedHashSet<>(chain.subList(0, 1));
            KeyStore others = bundle.getStores().getTrustStore();
            if (others != null) {
                for (String other : Collections.list(others.aliases())) {
                    trusted.addAll(certificates(others.getCertificate(other)));
                }
            }
            Authority authority = new Authority(key, chain.get(0), between, List.copyOf(trusted));
            authority.requireUsable(name, now);
            return authority;
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException unreadable) {
            throw unusable(name, "cannot be read: " + unreadable.getMessage());
        }
    }

    private void requireUsable(String name, Instant now) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[SIGNS_CERTIFICATES])) {
            throw unusable(
                    name, "holds the certificate of " + certificate.getSubjectX500Principal() + ", who may issue none");
        }
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            throw unusable(
                    name,
                    "holds a certificate that has ended at "
                            + certificate.getNotAfter().toInstant());
        }
    }

    private static @Nullable String alias(KeyStore keys, @Nullable String named) throws GeneralSecurityException {
        if (named != null) {
            return keys.isKeyEntry(named) ? named : null;
        }
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return alias;
            }
        }
        return null;
    }

    private static char @Nullable [] password(SslBundle bundle) {
        String own = bundle.getKey().getPassword();
        String password = own == null ? bundle.getStores().getKeyStorePassword() : own;
        return password == null ? null : password.toCharArray();
    }

    private static List<X509Certificate> certificates(Certificate... certificates) {
        return new ArrayList<>(
                Arrays.stream(certificates).map(X509Certificate.class::cast).toList());
    }

    private static UnusableAuthorityException unusable(String name, String why) {
        return new UnusableAuthorityException(
                "The SSL bundle '" + name + "' (ringmaster.server.certificates.bundle) " + why
                        + ", so it cannot issue certificates to applications.",
                "Set spring.ssl.bundle.pem." + name
                        + ".keystore.certificate and .private-key to a certificate with CA:TRUE, and"
                        + " its key, such as an intermediate authority made for this registry.");
    }
}
