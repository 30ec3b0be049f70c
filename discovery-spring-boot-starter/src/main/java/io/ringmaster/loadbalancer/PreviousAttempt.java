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
        return MVC_GATEWAY ? mvcGatewayIndexIn(table) : -1;
    }

    /** The attributes of the request are those from before the first attempt, but the servlet request has the latest. */
    private static int mvcGatewayIndexIn(RoutingTable table) {
        RequestAttributes servletRequest = RequestContextHolder.getRequestAttributes();
        return servletRequest != null
                        && servletRequest.getAttribute(MVC_GATEWAY_URL, RequestAttributes.SCOPE_REQUEST)
                                instanceof URI called
                ? table.indexOf(null, called.getHost(), called.getPort())
                : -1;
    }

    private static int indexOf(ServiceInstance previous, RoutingTable table) {
        return table.indexOf(previous.getInstanceId(), previous.getHost(), previous.getPort());
    }
}
