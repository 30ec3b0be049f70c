package io.ringmaster.server.certificates;

import io.ringmaster.model.CertificateRequest;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at whether somebody who asks for a certificate has the private key, and has said so just now. */
final class Applicant {

    /** Clocks that differ by more could not use the certificate either. */
    static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

    private static final Set<Integer> BITS_OF_CURVES = Set.of(256, 384);

    private Applicant() {}

    /**
     * Returns the key.
     *
     * @param service the service that the certificate is for, in lower case
     * @throws RefusedException if the request is too old, or was not signed by the private key, or for something else
     */
    static PublicKey proven(String service, CertificateRequest request, Instant now) {
        String encoded = given("publicKey", request.publicKey());
        PublicKey key = key(encoded);
        String signedAt = given("signedAt", request.signedAt());
        requireFresh(signedAt, now);
        byte[] signed = CertificateRequest.signed(service, request.host(), request.instance(), encoded, signedAt);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(key);
            signature.update(signed);
            if (signature.verify(base64("signature", given("signature", request.signature())))) {
                return key;
            }
        } catch (GeneralSecurityException notEvenASignature) {
            // Said below.
        }
        throw invalid("'signature' is not that of the private key over these very members and the service '" + service
                + "'. Sign what docs/PROTOCOL.md says, with SHA256withECDSA.");
    }

    private static PublicKey key(String encoded) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(base64("publicKey", encoded)));
            if (key instanceof ECPublicKey ec
                    && BITS_OF_CURVES.contains(ec.getParams().getOrder().bitLength())) {
                return key;
            }
        } catch (GeneralSecurityException notEvenAKey) {
            // Said below.
        }
        throw invalid("'publicKey' is not the Base64 of a SubjectPublicKeyInfo on the curve P-256 or P-384.");
    }

    private static void requireFresh(String signedAt, Instant now) {
        Instant at;
        try {
            at = Instant.parse(signedAt);
        } catch (DateTimeException unreadable) {
            throw invalid("'signedAt' is no instant. Use one such as " + now + ".");
        }
        if (Duration.between(at, now).abs().compareTo(CLOCKS_MAY_DIFFER) > 0) {
            throw invalid("'signedAt' is " + at + ", and it is " + now
                    + " here. Sign anew for each request, and let the clocks of both hosts be right within "
                    + CLOCKS_MAY_DIFFER.toMinutes() + " minutes.");
        }
    }

    private static byte[] base64(String member, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("'" + member + "' is not Base64.");
        }
    }

    private static String given(String member, @Nullable String value) {
        if (value == null) {
            throw invalid("'" + member + "' is missing.");
        }
        return value;
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(Refusal.INVALID_REQUEST, detail);
    }
}
