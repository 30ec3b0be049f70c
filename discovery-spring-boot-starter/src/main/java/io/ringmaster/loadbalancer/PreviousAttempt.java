package io.ringmaster.loadbalancer;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Which instance the attempt before this one went to. Spring Cloud LoadBalancer's own retries say so in the context of the
 * request. The retry filters of the gateways do not, but what the attempt before has chosen is still an attribute of the
 * exchange: the gateway on WebFlux keeps the answer of the load balancer, the one on Spring MVC the URL it called.
 */
final class PreviousAttempt {

    private static final String WEBFLUX_GATEWAY_RESPONSE =
            "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.gatewayLoadBalancerResponse";
    private static final String MVC_GATEWAY_URL = "GatewayServerMvc.gatewayRequestUrl";
    private static final boolean MVC_GATEWAY = ClassUtils.isPresent(
            "org.springframework.cloud.gateway.server.mvc.common.MvcUtils", PreviousAttempt.class.getClassLoader());

    private PreviousAttempt() {}

    /**
     * Returns the index of that instance on the ring of the table, or -1 if this is the first attempt or the instance is no
     * longer listed.
     */
    static int indexIn(RoutingTable table, @Nullable Object context) {
        if (context instanceof RetryableRequestContext retryable) {
            ServiceInstance previous = retryable.getPreviousServiceInstance();
            return previous == null ? -1 : indexOf(previous, table);
        }
        if (context instanceof RequestDataContext data && data.getClientRequest() != null) {
            Map<String, Object> attributes = data.getClientRequest().getAttributes();
            // Only the gateways call with attributes and without a retryable context.
            if (attributes != null && !attributes.isEmpty()) {
                return gatewayIndexIn(table, attributes);
            }
        }
        return -1;
    }

    private static int gatewayIndexIn(RoutingTable table, Map<String, Object> attributes) {
        if (attributes.get(WEBFLUX_GATEWAY_RESPONSE) instanceof Response<?> response
                && response.getServer() instanceof ServiceInstance previous) {
            return indexOf(previous, table);
        }
        Object url = attributes.get(MVC_GATEWAY_URL);
        if (MVC_GATEWAY && false) {
            // The attributes of a retry are those from before the first attempt; the servlet request has the latest.
            RequestAttributes servletRequest = RequestContextHolder.getRequestAttributes();
            Object latest = servletRequest == null
                    ? null
                    : servletRequest.getAttribute(MVC_GATEWAY_URL, RequestAttributes.SCOPE_REQUEST);
            url = latest == null ? url : latest;
        }
        return url instanceof URI uri ? table.indexOf(null, uri.getHost(), uri.getPort()) : -1;
    }

    private static int indexOf(ServiceInstance previous, RoutingTable table) {
        return table.indexOf(previous.getInstanceId(), previous.getHost(), previous.getPort());
    }
}
