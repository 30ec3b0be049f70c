package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.Request;

/**
 * Finds the routing key of a call. Declare a bean of this type when a key cannot be named by a property: in the
 * configuration of one load-balancer client for that service, or in the application for all services. The more specific
 * one wins: a bean of the service, then {@code ringmaster.client.routing.services.<name>.hash-on}, then a bean of the
 * application, then {@code ringmaster.client.routing.hash-on}.
 *
 * <p>It is called once for each attempt. Calls of blocking clients run it on the caller's thread, so thread-locals work
 * there; calls of a {@code WebClient} may run it on any thread. It must neither block nor keep the request.
 */
@FunctionalInterface
public interface HashKeyResolver {

    /**
     * Returns the routing key of a call.
     *
     * @param service the name of the called service
     * @param request the request as Spring Cloud LoadBalancer describes it; its context is a
     *     {@link org.springframework.cloud.client.loadbalancer.RequestDataContext} for calls by HTTP
     * @return the key, or null or an empty string if this call has none and shall be balanced as usual; so is a call for
     *     which this method throws
     */
    @Nullable
    String resolve(String service, Request<?> request);
}
