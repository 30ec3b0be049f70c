package io.ringmaster.sample.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client without the starter, written after docs/PROTOCOL.md: it asks the registry for a certificate, and calls by mutual TLS with
 * it. Here it is somebody who has an identity and no business with the samples. Of one thread.
 */
final class Stranger {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final char[] NO_PASSWORD = {};

    private final HttpClient http;
    private final URI registry;
    private final String token;
    private final KeyPair keys;

    /**
     * @param http calls the registry
     * @param token of an identity that may register {@code stranger}
     */
    Stranger(HttpClient http, URI registry, String token) {
        this.http = http;
        this.registry = registry;
        this.token = token;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has this curve.", e);
        }
    }

    /** What the registry or an instance answered. */
    record Answer(int status, JsonNode body) {

        /** Returns the reason as a sentence. */
        String detail() {
            return body.path("detail").asString("");
        }
    }

    /** Asks the registry for a certificate for a service. */
    Answer ask(String service) throws IOException, InterruptedException {
        String publicKey = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        String signedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String signed = "ringmaster-certificate-1\n" + service + "\n\n\n" + publicKey + "\n" + signedAt;
        String body = JSON.createObjectNode()
                .put("publicKey", publicKey)
                .put("signedAt", signedAt)
                .put("signature", sign(signed))
                .toString();
        HttpRequest request = HttpRequest.newBuilder(registry.resolve("/v1/services/" + service + "/certificates"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return answer(http.send(request, BodyHandlers.ofString()));
    }

    /** Returns what connects with a certificate that the registry gave, and trusts the authorities that it named. */
    SSLContext with(Answer certificate) {
        return context(certificate, true);
    }

    /** Returns what connects without a certificate. */
    SSLContext without(Answer certificate) {
        return context(certificate, false);
    }

    /**
     * Calls an instance.
     *
     * @throws IOException if there is no connection
     */
    static Answer call(SSLContext tls, Listed instance, String path) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + instance.address() + path))
                .timeout(PATIENCE)
                .build();
        return answer(client.send(request, BodyHandlers.ofString()));
    }

    /** Returns the certificate that an instance shows now. */
    static X509Certificate shownBy(SSLContext tls, Listed instance) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(instance.host(), instance.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        String body = response.body();
        return new Answer(response.statusCode(), body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode());
    }

    private String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java signs so.", e);
        }
    }

    private SSLContext context(Answer certificate, boolean shown) {
        try {
            KeyStore own = store();
            if (shown) {
                own.setKeyEntry(
                        "own",
                        keys.getPrivate(),
                        NO_PASSWORD,
                        certificates(certificate, "certificate").toArray(Certificate[]::new));
            }
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(own, NO_PASSWORD);
            KeyStore trusted = store();
            for (Certificate authority : certificates(certificate, "authorities")) {
                trusted.setCertificateEntry("authority-" + trusted.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate cannot be used: " + certificate.body(), e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Answer answer, String member)
            throws GeneralSecurityException {
        String pem = answer.body().path(member).asString("");
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
