package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.Outage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A registry behind a certificate that only an SSL bundle knows. */
@ExtendWith(OutputCaptureExtension.class)
class TlsTests {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(SslAutoConfiguration.class, RingmasterClientAutoConfiguration.class))
            .withPropertyValues(
                    "ringmaster.client.initial-sync-timeout=60s",
                    "ringmaster.client.connect-timeout=60s",
                    "ringmaster.client.read-timeout=60s",
                    "spring.ssl.bundle.jks.registry.truststore.location=file:" + keyStore(),
                    "spring.ssl.bundle.jks.registry.truststore.password=" + PASSWORD);

    @BeforeAll
    static void makeACertificate() throws IOException, InterruptedException {
        int exit = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore().toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Test
    void trustsWhatTheBundleTrusts() throws Exception {
        try (FakeRegistry registry = new FakeRegistry(serverSide())) {
            runner.withPropertyValues(
                            "ringmaster.client.servers=" + registry.url(), "ringmaster.client.ssl.bundle=registry")
                    .run(context -> assertThat(
                                    context.getBean(CatalogMirror.class).synced())
                            .isTrue());
        }
    }

    @Test
    void withoutTheBundleTheCertificateIsRefusedAndThatIsSaid() throws Exception {
        try (FakeRegistry registry = new FakeRegistry(serverSide())) {
            runner.withPropertyValues("ringmaster.client.servers=" + registry.url())
                    .run(context -> {
                        assertThat(context.getBean(CatalogMirror.class).synced())
                                .isFalse();
                        assertThat(context.getBean(Outage.class).current().what())
                                .contains("certification path");
                    });
        }
    }

    @Test
    void plainTextOverANetworkIsWarnedOf(CapturedOutput output) {
        runner.withPropertyValues("ringmaster.client.servers=http://localhost:1")
                .run(context -> assertThat(output).doesNotContain("plain text"));
        runner.withPropertyValues(
                        "ringmaster.client.servers=http://192.0.2.1:8761",
                        "ringmaster.client.initial-sync-timeout=1ms",
                        "ringmaster.client.connect-timeout=1ms")
                .run(context -> assertThat(output).containsOnlyOnce("in plain text at [http://192.0.2.1:8761]"));
    }

    @Test
    void aBundleThatDoesNotExistIsNamedAtTheStart() {
        runner.withPropertyValues("ringmaster.client.ssl.bundle=missing")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("missing"));
    }

    private static Path keyStore() {
        return folder.resolve("registry.p12");
    }

    private static SSLContext serverSide() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
