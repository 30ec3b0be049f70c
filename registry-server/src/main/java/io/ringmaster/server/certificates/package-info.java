/**
 * Certificates by which applications know each other: whoever may register a service gets a short-lived one for its name. Absent
 * unless switched on. Start at {@link io.ringmaster.server.certificates.Issuer}, which decides who gets what; what is known of
 * X.509 is in {@link io.ringmaster.server.certificates.X509}.
 */
@NullMarked
package io.ringmaster.server.certificates;

import org.jspecify.annotations.NullMarked;
