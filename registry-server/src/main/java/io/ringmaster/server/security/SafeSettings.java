package io.ringmaster.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.core.env.Environment;

/** What must be set before a credential of others is believed. */
final class SafeSettings {

    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    private SafeSettings() {}

    /** A token that was made for another application of the same issuer must not open this one. */
    static void requireAudience(Environment environment) {
        if (!environment.containsProperty(AUDIENCES) && !environment.containsProperty(AUDIENCES + "[0]")) {
            throw new UnsafeSettingException(
                    "JWTs of an issuer are believed, but not only those that are made for this registry: whoever gets one"
                            + " for another application could use it here.",
                    "Set " + AUDIENCES
                            + " to what the issuer writes into the claim 'aud' of tokens for this registry.");
        }
    }

    /**
     * @param ssl that of the server, or null if it has none
     */
    static void requireCheckedCertificates(@Nullable Ssl ssl, SslBundles bundles) {
        ClientAuth clientAuth = ssl == null ? null : ssl.getClientAuth();
        if (ssl == null || clientAuth == null || clientAuth == ClientAuth.NONE) {
            throw new UnsafeSettingException(
                    "An identity has certificates (ringmaster.server.identities.*.certificates), but the server asks no"
                            + " client for one.",
                    "Set server.ssl.bundle, and server.ssl.client-auth to 'want', or to 'need' if everybody has one.");
        }
        String bundle = ssl.getBundle();
        boolean trusts = bundle == null
                ? ssl.getTrustStore() != null || ssl.getTrustCertificate() != null
                : bundles.getBundle(bundle).getStores().getTrustStore() != null;
        if (!trusts) {
            throw new UnsafeSettingException(
                    "An identity has certificates (ringmaster.server.identities.*.certificates), but it is not said who"
                            + " may issue them: anybody's authority that Java trusts could.",
                    "Set the trust store of the bundle to the authority that issues certificates to your applications,"
                            + " as spring.ssl.bundle.pem.<name>.truststore.certificate.");
        }
    }
}
