package io.ringmaster.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an application sends to get a certificate for its service. The private key stays where it was made; the signature
 * proves that the sender has it, and that all of this was said together.
 *
 * @param host where callers reach the application, a DNS name or an address literal; null for one that only calls others
 * @param instance the instance id, for the history; null if there is none yet
 * @param publicKey the public key, as the DER of a SubjectPublicKeyInfo in Base64
 * @param signedAt when this was signed, as an instant of RFC 3339
 * @param signature the signature over {@link #signed}, in Base64
 */
public record CertificateRequest(
        @Nullable String host, @Nullable String instance, String publicKey, String signedAt, String signature) {

    /** The first line of what is signed, so that a signature for this is of no use for anything else. */
    private static final String PURPOSE = "ringmaster-certificate-1";

    /**
     * Returns what the application signs: a line of purpose, then each of these on a line of its own, what is null as an empty
     * one.
     *
     * @param service the service that the certificate is for, in lower case
     */
    public static byte[] signed(
            String service, @Nullable String host, @Nullable String instance, String publicKey, String signedAt) {
        return String.join(
                        "\n",
                        PURPOSE,
                        service,
                        host == null ? "" : host,
                        instance == null ? "" : instance,
                        publicKey,
                        signedAt)
                .getBytes(StandardCharsets.UTF_8);
    }
}
