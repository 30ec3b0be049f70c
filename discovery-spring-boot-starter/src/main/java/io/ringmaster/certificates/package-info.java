/**
 * Mutual TLS between applications, by certificates that the registry gives. Start at
 * {@link io.ringmaster.certificates.CertificateRenewal}, which always has a good one; {@link io.ringmaster.certificates.ServiceSslBundle}
 * makes an SSL bundle of it, and {@link io.ringmaster.certificates.AllowedCallers} says who may call.
 */
@NullMarked
package io.ringmaster.certificates;

import org.jspecify.annotations.NullMarked;
