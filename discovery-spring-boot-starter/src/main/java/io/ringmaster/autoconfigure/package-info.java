/**
 * Wiring: the properties, one auto-configuration for each feature, and an explanation for each mistake a newcomer makes. Start
 * at {@link io.ringmaster.autoconfigure.RingmasterClientAutoConfiguration}.
 */
@NullMarked
package io.ringmaster.autoconfigure;

import org.jspecify.annotations.NullMarked;
