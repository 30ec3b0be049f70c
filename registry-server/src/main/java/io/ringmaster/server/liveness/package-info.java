/**
 * Finds out whether an instance lives when the registry has a reason to ask: its stream broke, or callers could not reach
 * it. Start at {@link io.ringmaster.server.liveness.Prober}.
 */
@NullMarked
package io.ringmaster.server.liveness;

import org.jspecify.annotations.NullMarked;
