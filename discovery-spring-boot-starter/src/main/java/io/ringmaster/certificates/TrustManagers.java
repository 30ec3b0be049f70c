package io.ringmaster.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes trust managers of the JDK. */
final class TrustManagers {

    private TrustManagers() {}

    /** Returns what trusts the authorities that Java trusts. */
    static X509ExtendedTrustManager ofJava() {
        return of((KeyStore) null);
    }

    /** Returns what trusts these authorities and nobody else. */
    static X509ExtendedTrustManager of(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return of(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java has a key store in memory.", e);
        }
    }

    private static X509ExtendedTrustManager of(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("This Java has no trust manager that looks at the host.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The trust store of Java cannot be used.", e);
        }
    }
}
