/**
 * What operators see: one log line for each transition, and meters. Start at
 * {@link io.ringmaster.server.observability.RegistryMeters}.
 */
@NullMarked
package io.ringmaster.server.observability;

import org.jspecify.annotations.NullMarked;
