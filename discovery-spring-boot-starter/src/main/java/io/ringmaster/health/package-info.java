/**
 * Health: what this application says of its registry, and, when asked for, what its own health does to its registration.
 * Start at {@link io.ringmaster.health.RingmasterHealthIndicator}.
 */
@NullMarked
package io.ringmaster.health;

import org.jspecify.annotations.NullMarked;
