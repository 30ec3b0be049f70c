/**
 * The catalog as Spring Cloud sees it: the discovery clients and the service instance. Start at
 * {@link io.ringmaster.discovery.RingmasterServiceInstance}.
 */
@NullMarked
package io.ringmaster.discovery;

import org.jspecify.annotations.NullMarked;
