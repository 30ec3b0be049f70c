/**
 * Where the ring meets the catalog: which instance of a service serves a key, who is next, and why. Registry and clients
 * answer from this one place. Start at {@link io.ringmaster.routing.ServiceRing}.
 */
@NullMarked
package io.ringmaster.routing;

import org.jspecify.annotations.NullMarked;
