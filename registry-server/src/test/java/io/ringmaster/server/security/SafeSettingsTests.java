package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.web.server.Ssl;
import org.springframework.mock.env.MockEnvironment;

class SafeSettingsTests {

    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    @Test
    void noJwtIsBelievedWithoutAnAudience() {
        assertThatThrownBy(() -> SafeSettings.requireAudience(new MockEnvironment()))
                .isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining("could use it here");
        assertThatNoException()
                .isThrownBy(() -> SafeSettings.requireAudience(new MockEnvironment().withProperty(AUDIENCES, "r")));
        assertThatNoException()
                .isThrownBy(
                        () -> SafeSettings.requireAudience(new MockEnvironment().withProperty(AUDIENCES + "[0]", "r")));
    }

    @Test
    void noCertificateIsBelievedThatNobodyChecks() {
        assertUnchecked(null, "asks no client for one");
        Ssl ssl = new Ssl();
        assertUnchecked(ssl, "asks no client for one");
        ssl.setClientAuth(Ssl.ClientAuth.WANT);
        assertUnchecked(ssl, "who may issue them");
        ssl.setBundle("registry");
        assertUnchecked(ssl, "who may issue them");
        ssl.setBundle(null);
        ssl.setTrustCertificate("authority.pem");
        assertThatNoException()
                .isThrownBy(() -> SafeSettings.requireCheckedCertificates(ssl, new DefaultSslBundleRegistry()));
    }

    private static void assertUnchecked(Ssl ssl, String message) {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("registry", SslBundle.systemDefault());
        assertThatThrownBy(() -> SafeSettings.requireCheckedCertificates(ssl, bundles))
                .isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining(message);
    }
}
