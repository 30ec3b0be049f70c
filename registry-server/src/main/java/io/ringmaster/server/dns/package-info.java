/**
 * Answers DNS for those that know nothing else: where the instances of a service are. Absent unless configured. Start at
 * {@link io.ringmaster.server.dns.Zone}.
 */
@NullMarked
package io.ringmaster.server.dns;

import org.jspecify.annotations.NullMarked;
