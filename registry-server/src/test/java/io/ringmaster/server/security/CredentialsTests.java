package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a caller can show, at one server that speaks TLS. */
class CredentialsTests {

    private static final String ORDERS = "/v1/services/orders/instances/";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static X509Bundle authority;
    private static KeyPair issuer;
    private static RunningRegistry server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        authority = authority();
        issuer = rsa();
        write(issued("localhost"));
        Files.writeString(folder.resolve("authority.pem"), authority.getRootCertificatePEM());
        Files.writeString(
                folder.resolve("issuer.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(issuer.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        server = RunningRegistry.start(
                "server.ssl.bundle=registry",
                "server.ssl.client-auth=want",
                "spring.ssl.bundle.pem.registry.keystore.certificate=" + folder.resolve("registry.pem"),
                "spring.ssl.bundle.pem.registry.keystore.private-key=" + folder.resolve("registry.key"),
                "spring.ssl.bundle.pem.registry.truststore.certificate=" + folder.resolve("authority.pem"),
                "spring.ssl.bundle.pem.registry.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=50ms",
                "spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + folder.resolve("issuer.pem"),
                "spring.security.oauth2.resourceserver.jwt.audiences=ringmaster",
                "ringmaster.server.identities.shop.certificates=shop,spiffe://example/shop",
                "ringmaster.server.identities.shop.roles=register",
                "ringmaster.server.identities.shop.services=orders",
                "ringmaster.server.identities.reader.tokens=" + Tokens.hash("token-of-reader"),
                "ringmaster.server.identities.reader.roles=read");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aCertificateIsTheIdentityThatHasItsName() throws Exception {
        HttpClient shop = client(issued("shop"));
        HttpResponse<String> registered = send(shop, "PUT", ORDERS + "a", null);
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        assertThat(registered.body()).contains("\"registeredBy\":\"shop\"");
        assertThat(send(shop, "PUT", "/v1/services/pricing/instances/a", null).statusCode())
                .isEqualTo(403);
        X509Bundle workload =
                leaf("somebody").addSanUriName("spiffe://example/shop").buildIssuedBy(authority);
        assertThat(send(client(workload), "PUT", ORDERS + "a", null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aNameThatOnlyLooksLikeAnotherIsNot() throws Exception {
        X509Bundle tricky = new CertificateBuilder()
                .notBefore(yesterday())
                .notAfter(tomorrow())
                .subject("CN=thief,OU=x\\,CN=shop")
                .buildIssuedBy(authority);
        assertThat(send(client(tricky), "PUT", ORDERS + "b", null).statusCode()).isEqualTo(401);
    }

    @Test
    void whoHasNoCertificateThatCountsIsNobody() throws Exception {
        for (HttpClient client : List.of(client(null), client(issued("stranger")))) {
            assertThat(send(client, "PUT", ORDERS + "c", null).statusCode()).isEqualTo(401);
            assertThat(send(client, "GET", "/actuator/health", null).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityOfTheSameNameMakesNoConnection() throws Exception {
        HttpClient forger = client(leaf("shop").buildIssuedBy(authority()));
        assertThatThrownBy(() -> send(forger, "GET", "/actuator/health", null)).isInstanceOf(IOException.class);
    }

    @Test
    void aTokenGoesBeforeTheCertificate() throws Exception {
        HttpClient shop = client(issued("shop"));
        assertThat(send(shop, "GET", "/v1/services", "token-of-reader").statusCode())
                .isEqualTo(200);
        assertThat(send(shop, "PUT", ORDERS + "d", "token-of-reader").statusCode())
                .isEqualTo(403);
        assertThat(send(shop, "PUT", ORDERS + "d", "another-token").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aRenewedCertificateIsServedWithoutARestart() throws Exception {
        X509Bundle renewed = issued("localhost");
        write(renewed);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> renewed.getCertificate().equals(shownByTheServer()));
    }

    @Test
    void aJwtSaysWhoAndWhat() throws Exception {
        HttpClient client = client(null);
        String alice = jwt("alice", "ringmaster", tomorrow(), List.of("ringmaster:read", "admin", "read"));
        assertThat(send(client, "GET", "/v1/services", alice).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send(client, "PUT", ORDERS + "e", alice);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("'jwt:alice' may not do that").contains("it has read.");

        String team = jwt("team", "ringmaster", tomorrow(), List.of("ringmaster:register:ord*"));
        HttpResponse<String> registered = send(client, "PUT", ORDERS + "e", team);
        assertThat(registered.body()).contains("\"registeredBy\":\"jwt:team\"");
        assertThat(send(client, "PUT", "/v1/services/pricing/instances/e", team).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aJwtThatIsNotForThisRegistryOrNotOfItsIssuerIsRefused() throws Exception {
        HttpClient client = client(null);
        List<String> roles = List.of("ringmaster:admin");
        JWTClaimsSet claims = claims("alice", "ringmaster", tomorrow(), roles);
        KeyPair other = rsa();
        for (String token : List.of(
                jwt("alice", "another-application", tomorrow(), roles),
                jwt("alice", "ringmaster", yesterday(), roles),
                jwt("alice\nforged line", "ringmaster", tomorrow(), roles),
                signed(claims, other),
                new PlainJWT(claims).serialize(),
                "a.b.c")) {
            assertThat(send(client, "GET", "/v1/services", token).statusCode())
                    .as(token)
                    .isEqualTo(401);
        }
        String nobodyInParticular = jwt("alice", "ringmaster", tomorrow(), List.of());
        assertThat(send(client, "GET", "/v1/services", nobodyInParticular).statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> send(HttpClient client, String method, String path, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("PUT") ? BodyPublishers.ofString("{\"port\":1}") : BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpClient client(X509Bundle certificate) throws GeneralSecurityException {
        return HttpClient.newBuilder().sslContext(context(certificate)).build();
    }

    private static SSLContext context(X509Bundle certificate) throws GeneralSecurityException {
        KeyManager[] keys = null;
        if (certificate != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(certificate.toKeyStore(PASSWORD), PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
        return context;
    }

    private static Certificate shownByTheServer() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket)
                context(null).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void write(X509Bundle certificate) throws IOException {
        Files.writeString(folder.resolve("registry.key"), certificate.getPrivateKeyPEM());
        Files.writeString(folder.resolve("registry.pem"), certificate.getCertificatePathPEM());
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .notBefore(yesterday())
                .notAfter(tomorrow())
                .subject("CN=An authority for tests")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle issued(String name) throws Exception {
        return leaf(name).buildIssuedBy(authority);
    }

    private static CertificateBuilder leaf(String name) {
        return new CertificateBuilder()
                .notBefore(yesterday())
                .notAfter(tomorrow())
                .subject("CN=" + name)
                .addSanDnsName(name);
    }

    private static String jwt(String subject, String audience, Instant until, List<String> roles) throws JOSEException {
        return signed(claims(subject, audience, until, roles), issuer);
    }

    private static JWTClaimsSet claims(String subject, String audience, Instant until, List<String> roles) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .audience(audience)
                .expirationTime(Date.from(until))
                .claim("roles", roles)
                .build();
    }

    private static String signed(JWTClaimsSet claims, KeyPair by) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        jwt.sign(new RSASSASigner(by.getPrivate()));
        return jwt.serialize();
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048, new SecureRandom());
        return generator.generateKeyPair();
    }

    private static Instant yesterday() {
        return Instant.now().minus(Duration.ofDays(1));
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofDays(1));
    }
}
