package io.ringmaster.server.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** An application that asks for certificates, written after docs/PROTOCOL.md alone. */
final class Application {

    final KeyPair keys;

    Application() {
        this(X509.newKeys());
    }

    Application(KeyPair keys) {
        this.keys = keys;
    }

    /** Returns the body of a request that is signed for this service. */
    String request(String service, String host, Instant signedAt) {
        return request(keys, host, sign(keys, service, host, publicKey(keys), signedAt), signedAt);
    }

    /** Returns the body of a request with any signature. */
    static String request(KeyPair keys, String host, String signature, Instant signedAt) {
        return "{" + (host == null ? "" : "\"host\":\"" + host + "\",") + "\"publicKey\":\"" + publicKey(keys)
                + "\",\"signedAt\":\"" + signedAt + "\",\"signature\":\"" + signature + "\"}";
    }

    static String sign(KeyPair keys, String service, String host, String publicKey, Instant signedAt) {
        String text = "ringmaster-certificate-1\n" + service + "\n" + (host == null ? "" : host) + "\n\n" + publicKey
                + "\n" + signedAt;
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String publicKey(KeyPair keys) {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** Returns the certificates of a PEM text. */
    static List<X509Certificate> certificates(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(pem, e);
        }
    }
}
