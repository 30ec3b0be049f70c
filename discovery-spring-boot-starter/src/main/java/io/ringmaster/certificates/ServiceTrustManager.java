package io.ringmaster.certificates;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Knows other applications by the certificates of the registry. Towards who calls, it trusts nothing else. Whoever is called at an
 * address that the registry lists must have a certificate for the service that is listed there, and for that host; at any other
 * address the authorities that Java trusts count, so that one client can call applications and the rest of the world.
 */
final class ServiceTrustManager extends X509ExtendedTrustManager {

    private final Supplier<@Nullable ServiceCertificate> own;
    private final ListedServices listed;
    private final X509ExtendedTrustManager others;

    /**
     * @param own has the authorities to trust; null for as long as there are none
     * @param others looks at who is not listed
     */
    ServiceTrustManager(
            Supplier<@Nullable ServiceCertificate> own, ListedServices listed, X509ExtendedTrustManager others) {
        this.own = own;
        this.listed = listed;
        this.others = others;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust().checkClientTrusted(chain, authType, engine);
    }

    /** Without knowing who is called, nobody can tell who should answer. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        String host = peerHost(socket);
        String expected = host == null ? null : listed.at(host, socket.getPort());
        if (expected == null) {
            others.checkServerTrusted(chain, authType, socket);
        } else {
            trust().checkServerTrusted(chain, authType, socket);
            require(expected, chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String expected = listed.at(String.valueOf(engine.getPeerHost()), engine.getPeerPort());
        if (expected == null) {
            others.checkServerTrusted(chain, authType, engine);
        } else {
            trust().checkServerTrusted(chain, authType, engine);
            require(expected, chain[0]);
        }
    }

    /** Servers tell their callers whose certificates they want. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        ServiceCertificate certificate = own.get();
        return certificate == null
                ? new X509Certificate[0]
                : certificate.authorities().toArray(X509Certificate[]::new);
    }

    /** Returns the name or address by which the other side was called, as it was written; null if that is not known. */
    static @Nullable String peerHost(@Nullable Socket socket) {
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        return session == null ? null : session.getPeerHost();
    }

    private X509ExtendedTrustManager trust() throws CertificateException {
        ServiceCertificate certificate = own.get();
        if (certificate == null) {
            throw new CertificateException("The registry has not said yet whose certificates to trust.");
        }
        return certificate.trust();
    }

    private static void require(String expected, X509Certificate shown) throws CertificateException {
        String service = CertifiedService.of(shown);
        if (!expected.equals(service)) {
            throw new CertificateException("The registry lists '" + expected
                    + "' at this address, and whoever answers there has a certificate for "
                    + (service == null ? "no service" : "'" + service + "'") + ".");
        }
    }
}
