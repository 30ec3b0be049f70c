/**
 * Spring Cloud LoadBalancer fed by the mirror and routed by key: the instances of a service come from one volatile read, a
 * call that carries a routing key goes to the instance that owns the key, a retry goes to the next one in the ring, and a
 * call without a key is balanced as usual. Start at
 * {@link io.ringmaster.loadbalancer.ConsistentHashServiceInstanceListSupplier}; the beans of one service are in
 * {@link io.ringmaster.loadbalancer.RingmasterLoadBalancerClientConfiguration}.
 */
@NullMarked
package io.ringmaster.loadbalancer;

import org.jspecify.annotations.NullMarked;
