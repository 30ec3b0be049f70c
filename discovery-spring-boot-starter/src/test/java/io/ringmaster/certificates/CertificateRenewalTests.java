package io.ringmaster.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.certificates.CertificateSource.Applicant;
import io.ringmaster.client.Backoff;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.client.FakeRegistry.Call;
import io.ringmaster.client.FakeScheduler;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistryServers;
import io.ringmaster.time.Ticker;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CertificateRenewalTests {

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeAuthority authority = FakeAuthority.of(registry);
    private final FakeScheduler executor = new FakeScheduler();
    private final AtomicInteger renewals = new AtomicInteger();
    private final RegistryClient client = new RegistryClient(
            RegistryServers.spread(List.of(registry.url()), List.of(), new Random(1)),
            "token-of-orders-0001",
            Duration.ofSeconds(60),
            HttpClient::newHttpClient);
    private final CertificateRenewal renewal = new CertificateRenewal(
            new CertificateSource(client, () -> new Applicant("orders", "127.0.0.1", "orders-1"), Ticker.system()),
            Duration.ofMillis(1),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0.5),
            () -> 0.5,
            Ticker.system(),
            executor,
            this::renewed);

    private boolean newsFail;

    private void renewed() {
        renewals.incrementAndGet();
        if (newsFail) {
            throw new IllegalStateException("A web server did not take the certificate");
        }
    }

    @AfterEach
    void close() {
        client.release();
        registry.close();
    }

    @Test
    void theRequestIsSignedByTheKeyThatIsInItAndTheOtherKeyIsNotSent() throws Exception {
        renewal.start();
        executor.runWaiting();

        Call call = registry.calls("POST", "/v1/services/orders/certificates").get(0);
        assertThat(call.headers()).containsEntry("Authorization", "Bearer token-of-orders-0001");
        JsonNode request = new JsonMapper().readTree(call.body());
        assertThat(request.propertyNames())
                .containsExactlyInAnyOrder("host", "instance", "publicKey", "signedAt", "signature");
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(renewal.required().chain().get(0).getPublicKey());
        signature.update(("ringmaster-certificate-1\norders\n127.0.0.1\norders-1\n"
                        + request.get("publicKey").asString() + "\n"
                        + request.get("signedAt").asString())
                .getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(
                        Base64.getDecoder().decode(request.get("signature").asString())))
                .isTrue();
        assertThat(call.body())
                .doesNotContain(Base64.getEncoder()
                        .encodeToString(renewal.required().key().getEncoded()));
    }

    @Test
    void theNextOneIsForAnotherKeyAndTheOneBeforeIsStillFound() {
        renewal.start();
        executor.runWaiting();
        ServiceCertificate first = renewal.required();
        assertThat(renewals).as("the first is no renewal").hasValue(0);
        assertThat(executor.waiting()).isEqualTo(1);

        executor.runWaiting();

        ServiceCertificate second = renewal.required();
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(renewals).hasValue(1);
        assertThat(renewal.find(first.alias())).isSameAs(first);
        executor.runWaiting();
        assertThat(renewal.find(first.alias())).isNull();
        assertThat(renewal.find(second.alias())).isSameAs(second);
    }

    @Test
    void whileTheRegistryGivesNoneTheLastOneStaysAndItGoesOnAsking() {
        renewal.start();
        executor.runWaiting();
        ServiceCertificate first = renewal.required();
        authority.refuse(Answer.problem(503, "internal", "Not now."));

        executor.runWaiting();
        executor.runWaiting();
        assertThat(renewal.required()).isSameAs(first);

        authority.refuse(null);
        executor.runWaiting();
        assertThat(renewal.required()).isNotSameAs(first);
    }

    @Test
    void whenSomebodyDoesNotTakeTheNextOneItIsTriedAgainOnce() {
        renewal.start();
        executor.runWaiting();
        newsFail = true;
        executor.runWaiting();
        assertThat(renewals).hasValue(1);
        assertThat(executor.waiting()).isEqualTo(1);
    }

    @Test
    void whoNeedsTheFirstOneIsToldWhyThereIsNone() {
        authority.refuse(Answer.problem(403, "forbidden", "orders may not do that."));
        renewal.start();
        executor.runWaiting();

        assertThatThrownBy(renewal::awaitFirst)
                .isInstanceOf(NoCertificateException.class)
                .hasMessageContaining("no certificate within 0.001 s")
                .hasMessageContaining("orders may not do that.");
    }

    @Test
    void aCertificateForAnotherServiceOrKeyIsNotUsed() throws Exception {
        authority.giveOnly("pricing");
        renewal.start();
        executor.runWaiting();
        assertThatThrownBy(renewal::awaitFirst).hasMessageContaining("does not name ringmaster://service/orders");

        authority.giveOnly(null);
        authority.giveOnlyForKey(
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic());
        executor.runWaiting();
        assertThatThrownBy(renewal::awaitFirst).hasMessageContaining("another key than was sent");
        assertThat(renewal.current()).isNull();
    }

    @Test
    void stoppedItAsksNoMore() {
        renewal.start();
        executor.runWaiting();
        renewal.stop();
        executor.runWaiting();
        renewal.start();
        assertThat(executor.waiting())
                .as("and goes on when it is started again")
                .isEqualTo(1);
        assertThat(Map.of("given", authority.given())).containsEntry("given", 1);
    }
}
