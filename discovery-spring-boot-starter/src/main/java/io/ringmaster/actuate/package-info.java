/**
 * What an operator can ask of a running application: the state of its mirror, the shares of the rings, where a key goes and
 * why, and meters. Start at {@link io.ringmaster.actuate.RingmasterEndpoint}.
 */
@NullMarked
package io.ringmaster.actuate;

import org.jspecify.annotations.NullMarked;
