package io.ringmaster.model;

import java.time.Instant;

/**
 * The answer to a {@link CertificateRequest}.
 *
 * @param serial the serial number, in hexadecimal digits
 * @param certificate the certificate, and those between it and the authority, as PEM
 * @param authorities the authorities by whose certificates to know other applications, as PEM
 * @param notAfter when it ends
 * @param renewAfterSeconds in so many seconds it is time for the next one
 */
public record IssuedCertificate(
        String serial, String certificate, String authorities, Instant notAfter, long renewAfterSeconds) {}
