package io.ringmaster.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import io.ringmaster.server.RunningRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** Who issues: an authority that the registry made, or one that it was given. */
class AuthorityTests {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    @Test
    void theAuthorityIsMadeOnceAndFoundAgain() throws Exception {
        Path directory = folder.resolve("data");
        Authority made = AuthorityFile.open(directory, NOW);
        Authority found = AuthorityFile.open(directory, NOW.plus(Duration.ofDays(1)));

        assertThat(found.certificate()).isEqualTo(made.certificate());
        X509.Names names = new X509.Names("orders", "ringmaster://service/orders", List.of(), null);
        X509.application(found, X509.newSerial(), X509.newKeys().getPublic(), names, NOW, NOW.plus(Duration.ofHours(1)))
                .verify(made.certificate().getPublicKey());
        assertThat(made.trusted()).containsExactly(made.certificate());
        assertThat(AuthorityFile.open(folder.resolve("other"), NOW)
                        .certificate()
                        .getSubjectX500Principal())
                .as("another one has another name")
                .isNotEqualTo(made.certificate().getSubjectX500Principal());
    }

    @Test
    void onlyTheOwnerMayReadItsKey() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        AuthorityFile.open(folder, NOW);
        Path file = folder.resolve(AuthorityFile.NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        UnusableAuthorityException shown =
                catchThrowableOfType(UnusableAuthorityException.class, () -> AuthorityFile.open(folder, NOW));
        assertThat(shown).hasMessageContaining("others than its owner may read");
        assertThat(shown.action()).contains("chmod 600");
    }

    @Test
    void aFileThatHoldsNoAuthorityIsNotReplaced() throws Exception {
        AuthorityFile.open(folder, NOW);
        Path file = folder.resolve(AuthorityFile.NAME);
        Files.writeString(file, "half of a fi");

        assertThatThrownBy(() -> AuthorityFile.open(folder, NOW))
                .isInstanceOf(UnusableAuthorityException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("half of a fi");
    }

    @Test
    void anIntermediateOfABundleIssuesAndIsTrustedWithWhomTheBundleTrusts() throws Exception {
        X509Bundle root = new CertificateBuilder()
                .subject("CN=root")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle intermediate = new CertificateBuilder()
                .subject("CN=intermediate")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign)
                .buildIssuedBy(root);
        X509Bundle next = new CertificateBuilder()
                .subject("CN=next")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();

        Authority authority = Authority.of("own", bundle(intermediate, next), NOW);

        assertThat(authority.certificate()).isEqualTo(intermediate.getCertificate());
        assertThat(authority.between()).containsExactly(intermediate.getCertificate());
        assertThat(authority.trusted()).containsExactly(intermediate.getCertificate(), next.getCertificate());
    }

    @Test
    void aBundleWithoutAnAuthorityIsRefused() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=root")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle server = new CertificateBuilder()
                .subject("CN=server")
                .addSanDnsName("server")
                .buildIssuedBy(authority);
        assertThatThrownBy(() -> Authority.of("own", bundle(server, null), NOW))
                .isInstanceOf(UnusableAuthorityException.class)
                .hasMessageContaining("CN=server, who may issue none");

        assertThatThrownBy(() -> Authority.of("own", bundle(null, authority), NOW))
                .hasMessageContaining("has no private key");
        assertThatThrownBy(() -> Authority.of("own", bundle(authority, null), NOW.plus(Duration.ofDays(100_000))))
                .hasMessageContaining("has ended");
    }

    @Test
    void aKeyThatIsNotThatOfTheCertificateIsRefused() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=root")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        KeyStore keys = empty();
        keys.setKeyEntry("key", X509.newKeys().getPrivate(), null, authority.getCertificatePath());

        assertThatThrownBy(() -> Authority.of("own", SslBundle.of(SslStoreBundle.of(keys, null, null)), NOW))
                .isInstanceOf(UnusableAuthorityException.class)
                .hasMessageContaining("the private key is not that of the certificate");
    }

    @Test
    void severalNodesNeedAnAuthorityThatAllOfThemHave() {
        assertThatThrownBy(() -> start(
                        "ringmaster.server.cluster.nodes=127.0.0.1:1",
                        "ringmaster.server.certificates.directory=" + folder))
                .rootCause()
                .isInstanceOf(UnusableAuthorityException.class)
                .hasMessageContaining("one of several nodes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anAuthorityThatTheNextStartWouldNotFindIsNotMade() {
        assertThatThrownBy(AuthorityTests::start)
                .rootCause()
                .isInstanceOf(UnusableAuthorityException.class)
                .hasMessageContaining("the port is random");
    }

    @Test
    void withoutBeingSwitchedOnNobodyGetsACertificate() {
        try (RunningRegistry server = RunningRegistry.start()) {
            assertThat(server.send("POST", "/v1/services/orders/certificates", "{}", "Content-Type", "application/json")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static void start(String... properties) {
        String[] all = new String[properties.length + 1];
        System.arraycopy(properties, 0, all, 1, properties.length);
        all[0] = "ringmaster.server.certificates.enabled=true";
        RunningRegistry.start(all).close();
    }

    private static SslBundle bundle(X509Bundle key, X509Bundle trusted) throws Exception {
        KeyStore keys = empty();
        if (key != null) {
            keys.setKeyEntry("key", key.getKeyPair().getPrivate(), null, key.getCertificatePath());
        }
        KeyStore trust = trusted == null ? null : empty();
        if (trusted != null) {
            trust.setCertificateEntry("other", trusted.getCertificate());
        }
        return SslBundle.of(SslStoreBundle.of(keys, null, trust));
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
