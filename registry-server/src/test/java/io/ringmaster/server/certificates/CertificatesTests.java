package io.ringmaster.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.time.FakeTicker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a certificate, for what, and for how long. */
class CertificatesTests {

    private static final String ORDERS = "/v1/services/orders/certificates";
    private static final Instant NOW = FakeTicker.START;

    @TempDir
    private Path folder;

    private RunningRegistry server;
    private final Application application = new Application();

    @BeforeEach
    void start() throws Exception {
        List<String> properties = new ArrayList<>(List.of(
                "ringmaster.server.certificates.enabled=true",
                "ringmaster.server.certificates.directory=" + folder,
                "ringmaster.server.certificates.requests-per-second=3",
                "ringmaster.server.token=token-of-everybody"));
        properties.addAll(identity("shop", "roles=read,register", "services=orders,order-*"));
        properties.addAll(identity("near", "roles=register", "services=orders", "addresses=127.0.0.0/8"));
        properties.addAll(identity("reader", "roles=read"));
        server = RunningRegistry.start(properties.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoMayRegisterAServiceGetsACertificateForItAndForItsHost() throws Exception {
        Answer answer = ask("shop", ORDERS, application.request("orders", "10.0.0.7", NOW));

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        X509Certificate certificate =
                Application.certificates(answer.at("/certificate")).get(0);
        X509Certificate authority =
                Application.certificates(answer.at("/authorities")).get(0);
        certificate.verify(authority.getPublicKey());
        assertThat(certificate.getPublicKey()).isEqualTo(application.keys.getPublic());
        assertThat(names(certificate)).containsExactly("6 ringmaster://service/orders", "2 orders", "7 10.0.0.7");
        assertThat(certificate.getBasicConstraints())
                .as("it issues nothing itself")
                .isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage())
                .as("server and client")
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(authority.getBasicConstraints()).as("nobody issues below it").isZero();
        assertThat(certificate.getSerialNumber().toString(16)).isEqualTo(answer.at("/serial"));
    }

    @Test
    void aCertificateIsGoodForAnHourAndSomewhatBeforeAndIsToBeRenewedAfterTwoThirds() {
        Answer answer = ask("shop", ORDERS, application.request("orders", "10.0.0.7", NOW));

        X509Certificate certificate =
                Application.certificates(answer.at("/certificate")).get(0);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(answer.at("/notAfter")).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(answer.at("/renewAfterSeconds")).isEqualTo("2400");
    }

    @Test
    void aDnsNameAndNoHostAtAllArePossible() {
        assertThat(names(ask("shop", ORDERS, application.request("orders", "Orders-1.internal", NOW))))
                .containsExactly("6 ringmaster://service/orders", "2 orders", "2 orders-1.internal");
        assertThat(names(ask("shop", ORDERS, application.request("orders", null, NOW))))
                .containsExactly("6 ringmaster://service/orders", "2 orders");
        assertThat(names(
                        ask("shop", "/v1/services/ORDERS/certificates", application.request("orders", "fe80::7", NOW))))
                .as("names of services are compared in lower case")
                .containsExactly("6 ringmaster://service/orders", "2 orders", "7 fe80:0:0:0:0:0:0:7");
    }

    @Test
    void nobodyGetsTheCertificateOfAServiceThatHeMayNotRegister() {
        Answer wrong = ask("shop", "/v1/services/pricing/certificates", application.request("pricing", null, NOW));
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.at("/detail")).contains("'register' for pricing");

        assertThat(ask("reader", ORDERS, application.request("orders", null, NOW))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoHasTheSharedTokenIsNobodyThatACertificateCouldName() {
        Answer answer = ask("everybody", ORDERS, application.request("orders", null, NOW));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/detail")).contains("must know who asks");
    }

    @Test
    void aHostMustBeOneAtWhichTheIdentityMayRegister() {
        assertThat(ask("near", ORDERS, application.request("orders", "127.0.0.1", NOW))
                        .status())
                .isEqualTo(201);
        Answer far = ask("near", ORDERS, application.request("orders", "10.0.0.7", NOW));
        assertThat(far.status()).isEqualTo(403);
        assertThat(far.at("/detail")).contains("at '10.0.0.7'");
    }

    @Test
    void aHostThatCouldBeTheNameOfAnotherServiceNeedsTheRightToThat() {
        Answer stolen = ask("shop", ORDERS, application.request("orders", "pricing", NOW));
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(stolen.at("/detail")).contains("name of another service");

        assertThat(names(ask("shop", ORDERS, application.request("orders", "order-history", NOW))))
                .contains("2 order-history");
    }

    @Test
    void aHostThatIsNoneIsRefused() {
        for (String host : List.of("a b", "*.internal", "orders..internal", "-orders", "fe80::7%1", "evil\\n2")) {
            Answer answer = ask("shop", ORDERS, application.request("orders", host, NOW));
            assertThat(answer.status()).as(host).isEqualTo(400);
            server.clock().advance(Duration.ofMillis(400));
        }
    }

    @Test
    void withoutThePrivateKeyThereIsNoCertificate() {
        KeyPair ofAnother = X509.newKeys();
        String others = Application.request(
                ofAnother,
                null,
                Application.sign(application.keys, "orders", null, Application.publicKey(ofAnother), NOW),
                NOW);
        assertRefused(others, "'signature' is not that of the private key");
        assertRefused(Application.request(application.keys, null, "AAAA", NOW), "'signature' is not that");
        assertRefused(Application.request(application.keys, null, "%", NOW), "'signature' is not Base64");
        assertRefused("{}", "'publicKey' is missing");
    }

    @Test
    void whatWasSignedForOneServiceOrHostIsOfNoUseForAnother() {
        String forOrders =
                Application.sign(application.keys, "orders", "10.0.0.7", Application.publicKey(application.keys), NOW);
        Answer other = ask(
                "shop",
                "/v1/services/order-history/certificates",
                Application.request(application.keys, "10.0.0.7", forOrders, NOW));
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.at("/detail")).contains("the service 'order-history'");
        assertRefused(Application.request(application.keys, "10.0.0.8", forOrders, NOW), "'signature' is not that");
        assertRefused(
                Application.request(application.keys, "10.0.0.7", forOrders, NOW.plusSeconds(1)),
                "'signature' is not that");
    }

    @Test
    void aRequestThatIsSentAgainLaterIsRefused() {
        String request = application.request("orders", null, NOW);
        server.clock().advance(Duration.ofMinutes(5));
        assertThat(ask("shop", ORDERS, request).status()).isEqualTo(201);
        server.clock().advance(Duration.ofSeconds(1));
        assertRefused(request, "'signedAt' is 2026-01-01T00:00:00Z, and it is 2026-01-01T00:05:01");
        assertRefused(application.request("orders", null, NOW.plus(Duration.ofMinutes(11))), "'signedAt' is ");
    }

    @Test
    void otherKeysThanOfTheTwoCurvesAreRefused() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        assertRefused(Application.request(rsa.generateKeyPair(), null, "AAAA", NOW), "'publicKey' is not");
        KeyPairGenerator large = KeyPairGenerator.getInstance("EC");
        large.initialize(new ECGenParameterSpec("secp521r1"));
        Application tooLarge = new Application(large.generateKeyPair());
        assertRefused(tooLarge.request("orders", null, NOW), "'publicKey' is not");
    }

    @Test
    void oneIdentityCannotKeepTheRegistryBusyWithSigning() {
        int given = 0;
        Answer last = null;
        for (int i = 0; i < 10; i++) {
            last = ask("shop", ORDERS, application.request("orders", null, NOW));
            given += last.status() == 201 ? 1 : 0;
        }
        assertThat(given).isEqualTo(6);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.at("/code")).isEqualTo("quota-exceeded");
        assertThat(ask("near", ORDERS, application.request("orders", "127.0.0.1", NOW))
                        .status())
                .as("others get theirs")
                .isEqualTo(201);
    }

    @Test
    void theHistoryTellsWhoGotOneAndIsNotFilledByRenewals() {
        Answer first = ask("shop", ORDERS, application.request("orders", "10.0.0.7", NOW));
        server.clock().advance(Duration.ofMinutes(40));
        ask("shop", ORDERS, application.request("orders", "10.0.0.7", NOW.plus(Duration.ofMinutes(40))));

        Answer events = get("shop", "/v1/events?service=orders");
        assertThat(events.at("/events/0/event")).isEqualTo("certified");
        assertThat(events.at("/events/0/instance")).isEqualTo("10.0.0.7");
        assertThat(events.at("/events/0/by")).isEqualTo("shop");
        assertThat(events.at("/events/0/from")).isEqualTo("127.0.0.1");
        assertThat(events.at("/events/0/cause"))
                .isEqualTo("certificate " + first.at("/serial") + " at 10.0.0.7, until 2026-01-01T01:00:00Z");
        assertThat(events.at("/events/1/event")).isNull();

        Instant late = NOW.plus(Duration.ofHours(3));
        server.clock().advance(Duration.between(server.clock().now().instant(), late));
        ask("shop", ORDERS, application.request("orders", "10.0.0.7", late));
        assertThat(get("shop", "/v1/events?service=orders").at("/events/1/event"))
                .as("one that comes after the last has ended is no renewal")
                .isEqualTo("certified");
    }

    private void assertRefused(String body, String detail) {
        server.clock().advance(Duration.ofMillis(334));
        Answer answer = ask("shop", ORDERS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("invalid-request");
        assertThat(answer.at("/detail")).contains(detail);
    }

    private Answer ask(String who, String path, String body) {
        return server.send(
                "POST", path, body, "Content-Type", "application/json", "Authorization", "Bearer token-of-" + who);
    }

    private Answer get(String who, String path) {
        return server.get(path, "Authorization", "Bearer token-of-" + who);
    }

    private static List<String> names(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return names(Application.certificates(answer.at("/certificate")).get(0));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames().stream()
                    .map(name -> name.get(0) + " " + name.get(1))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> identity(String name, String... settings) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(("token-of-" + name).getBytes(StandardCharsets.UTF_8));
        String prefix = "ringmaster.server.identities." + name + ".";
        List<String> properties = new ArrayList<>(
                List.of(prefix + "tokens=sha256:" + HexFormat.of().formatHex(hash)));
        for (String setting : settings) {
            properties.add(prefix + setting);
        }
        return properties;
    }
}
