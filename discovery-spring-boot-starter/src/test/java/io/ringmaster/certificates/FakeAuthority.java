package io.ringmaster.certificates;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.client.FakeRegistry.Call;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives everybody the certificate that he asks for, or that a test wants him to get. Apart from the real one in every line. */
public final class FakeAuthority implements Function<Call, Answer> {

    private static final JsonMapper JSON = new JsonMapper();

    private final X509Bundle authority = authority();
    private final AtomicInteger given = new AtomicInteger();
    private volatile String service;
    private volatile PublicKey key;
    private volatile long renewAfterSeconds = 2400;
    private volatile Answer refusal;

    /** Makes the certificates of a registry those of this authority. */
    public static FakeAuthority of(FakeRegistry registry) {
        FakeAuthority authority = new FakeAuthority();
        registry.answerCertificates(authority);
        return authority;
    }

    /** Returns how many it has given. */
    public int given() {
        return given.get();
    }

    /** Gives certificates of this service to everybody from now on; null for that of the request. */
    public void giveOnly(String other) {
        service = other;
    }

    void giveOnlyForKey(PublicKey other) {
        key = other;
    }

    public void renewAfter(long seconds) {
        renewAfterSeconds = seconds;
    }

    /** Answers with this from now on; null to give certificates again. */
    public void refuse(Answer answer) {
        refusal = answer;
    }

    @Override
    public Answer apply(Call call) {
        if (refusal != null) {
            return refusal;
        }
        try {
            JsonNode request = JSON.readTree(call.body());
            String asked = call.path().split("/")[3];
            CertificateBuilder builder = new CertificateBuilder()
                    .publicKey(key != null ? key : key(request.get("publicKey").asString()))
                    .subject("CN=" + asked)
                    .addSanUriName("ringmaster://service/" + (service != null ? service : asked))
                    .addExtendedKeyUsageServerAuth()
                    .addExtendedKeyUsageClientAuth()
                    .notBefore(Instant.now().minus(Duration.ofMinutes(5)))
                    .notAfter(Instant.now().plus(Duration.ofHours(1)));
            if (request.has("host")) {
                builder.addSanIpAddress(request.get("host").asString());
            }
            X509Bundle issued = builder.buildIssuedBy(authority);
            given.incrementAndGet();
            return new Answer(
                    201,
                    "application/json",
                    JSON.createObjectNode()
                            .put(
                                    "serial",
                                    issued.getCertificate().getSerialNumber().toString(16))
                            .put("certificate", issued.getCertificatePEM())
                            .put("authorities", authority.getCertificatePEM())
                            .put(
                                    "notAfter",
                                    issued.getCertificate()
                                            .getNotAfter()
                                            .toInstant()
                                            .toString())
                            .put("renewAfterSeconds", renewAfterSeconds)
                            .toString(),
                    false);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey key(String encoded) throws Exception {
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    }

    private static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .subject("CN=services")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
