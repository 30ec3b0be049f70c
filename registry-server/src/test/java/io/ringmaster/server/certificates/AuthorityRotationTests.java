package io.ringmaster.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One authority replaced by another, in the steps of docs/OPERATING.md, while applications call each other. */
class AuthorityRotationTests {

    private static final Instant NOW = FakeTicker.START;
    private static final String ORDERS = "/v1/services/orders/certificates";

    @TempDir
    private Path folder;

    private final Application application = new Application();

    /** What an application holds between two renewals. */
    private record Holding(List<X509Certificate> chain, List<X509Certificate> trusted) {

        boolean callsAndIsCalledBy(Holding other) throws GeneralSecurityException {
            return trusts(other) && other.trusts(this);
        }

        private boolean trusts(Holding other) throws GeneralSecurityException {
            PKIXParameters parameters = new PKIXParameters(
                    trusted.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(NOW));
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(other.chain.subList(0, 1));
            try {
                CertPathValidator.getInstance("PKIX").validate(path, parameters);
                return true;
            } catch (CertPathValidatorException refused) {
                return false;
            }
        }

        boolean isIssuedBy(Authority authority) {
            return chain.get(0)
                    .getIssuerX500Principal()
                    .equals(authority.certificate().getSubjectX500Principal());
        }
    }

    @Test
    void whoHasRenewedAndWhoHasNotGoOnToCallEachOtherInEachStep() throws Exception {
        // The first one is what a single node has made for itself: it becomes a bundle by naming its file.
        Authority old = AuthorityFile.open(Files.createDirectory(folder.resolve("old")), NOW);
        Authority next = AuthorityFile.open(Files.createDirectory(folder.resolve("next")), NOW);
        write("issuer.pem", folder.resolve("old"));
        write("trusted.pem", folder.resolve("old"));
        try (RunningRegistry server = start()) {
            Holding before = renew(server);
            assertThat(before.isIssuedBy(old)).isTrue();
            assertThat(before.trusted()).containsExactly(old.certificate());

            write("trusted.pem", folder.resolve("old"), folder.resolve("next"));
            Holding first = awaitRenewalThatTrusts(server, old, next);
            assertThat(first.isIssuedBy(old)).isTrue();
            assertThat(first.callsAndIsCalledBy(before)).isTrue();

            write("issuer.pem", folder.resolve("next"));
            Holding second = awaitRenewalThatTrusts(server, next, old);
            assertThat(second.isIssuedBy(next)).isTrue();
            assertThat(second.callsAndIsCalledBy(first)).isTrue();
            assertThat(second.callsAndIsCalledBy(before))
                    .as("why a step waits until all have renewed")
                    .isFalse();

            write("trusted.pem", folder.resolve("next"));
            Holding third = awaitRenewalThatTrusts(server, next);
            assertThat(third.isIssuedBy(next)).isTrue();
            assertThat(third.callsAndIsCalledBy(second)).isTrue();
            assertThat(third.callsAndIsCalledBy(first))
                    .as("who still has a certificate of the old one is a stranger")
                    .isFalse();
        }
    }

    private RunningRegistry start() throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("token-of-shop".getBytes(StandardCharsets.UTF_8));
        return RunningRegistry.start(
                "ringmaster.server.certificates.enabled=true",
                "ringmaster.server.certificates.bundle=services",
                "ringmaster.server.certificates.requests-per-second=1000",
                "ringmaster.server.identities.shop.tokens=sha256:"
                        + HexFormat.of().formatHex(hash),
                "ringmaster.server.identities.shop.roles=register",
                "ringmaster.server.identities.shop.services=orders",
                "spring.ssl.bundle.pem.services.keystore.certificate=" + folder.resolve("issuer.pem"),
                "spring.ssl.bundle.pem.services.keystore.private-key=" + folder.resolve("issuer.pem"),
                "spring.ssl.bundle.pem.services.truststore.certificate=" + folder.resolve("trusted.pem"),
                "spring.ssl.bundle.pem.services.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=50ms");
    }

    private void write(String file, Path... authorities) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (Path authority : authorities) {
            pem.append(Files.readString(authority.resolve(AuthorityFile.NAME)));
        }
        Files.writeString(folder.resolve(file), pem);
    }

    private Holding awaitRenewalThatTrusts(RunningRegistry server, Authority... authorities) {
        List<X509Certificate> wanted =
                List.of(authorities).stream().map(Authority::certificate).toList();
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> renew(server), holding -> holding.trusted().equals(wanted));
    }

    private Holding renew(RunningRegistry server) {
        Answer answer = server.send(
                "POST",
                ORDERS,
                application.request("orders", null, NOW),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer token-of-shop");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new Holding(
                Application.certificates(answer.at("/certificate")),
                Application.certificates(answer.at("/authorities")));
    }
}
