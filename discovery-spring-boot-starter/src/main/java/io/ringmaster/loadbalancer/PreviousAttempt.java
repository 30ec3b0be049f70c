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
 *
 * @param id the id of the instance, or null if only its address is known
 * @param host its host
 * @param port its port
 */
record PreviousAttempt(@Nullable String id, @Nullable String host, int port) {

    private static final String WEBFLUX_GATEWAY_RESPONSE =
            "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.gatewayLoadBalancerResponse";
    private static final String MVC_GATEWAY_URL = "GatewayServerMvc.gatewayRequestUrl";
    private static final boolean MVC_GATEWAY = ClassUtils.isPresent(
            "org.springframework.cloud.gateway.server.mvc.common.MvcUtils", PreviousAttempt.class.getClassLoader());

    private static PreviousAttempt at(ServiceInstance instance) {
        return new PreviousAttempt(instance.getInstanceId(), instance.getHost(), instance.getPort());
    }

    /** Returns the attempt before the one with this context of a request, or null if this is the first. */
    static @Nullable PreviousAttempt of(@Nullable Object context) {
        if (context instanceof RetryableRequestContext retryable) {
            ServiceInstance previous = retryable.getPreviousServiceInstance();
            return previous == null ? null : at(previous);
        }
        if (context instanceof RequestDataContext data && data.getClientRequest() != null) {
            Map<String, Object> attributes = data.getClientRequest().getAttributes();
            // Only the gateways call with attributes and without a retryable context.
            if (attributes != null && !attributes.isEmpty()) {
                return ofGateway(attributes);
            }
        }
        return null;
    }

    private static @Nullable PreviousAttempt ofGateway(Map<String, Object> attributes) {
        if (attributes.get(WEBFLUX_GATEWAY_RESPONSE) instanceof Response<?> response
                && response.getServer() instanceof ServiceInstance previous) {
            return at(previous);
        }
        return MVC_GATEWAY ? ofMvcGateway() : null;
    }

    /** The attributes of the request are those from before the first attempt, but the servlet request has the latest. */
    private static @Nullable PreviousAttempt ofMvcGateway() {
        RequestAttributes servletRequest = RequestContextHolder.getRequestAttributes();
        return servletRequest != null
                        && servletRequest.getAttribute(MVC_GATEWAY_URL, RequestAttributes.SCOPE_REQUEST)
                                instanceof URI called
                ? new PreviousAttempt(null, called.getHost(), called.getPort())
                : null;
    }
}
