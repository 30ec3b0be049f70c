/**
 * The catalog as Spring Cloud sees it: the discovery clients, the service instance, and the events that tell listeners of a
 * change. Start at {@link io.ringmaster.discovery.RingmasterDiscoveryClient}.
 */
@NullMarked
package io.ringmaster.discovery;

import org.jspecify.annotations.NullMarked;
