package io.ringmaster.loadbalancer;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Ends the call of a gateway whose client has gone, of which Spring Cloud LoadBalancer tells nobody. */
public final class CancelledGatewayCalls implements GlobalFilter, Ordered {

    private final CallTracking tracking;

    /**
     * @param tracking knows the calls that are in flight
     */
    public CancelledGatewayCalls(CallTracking tracking) {
        this.tracking = tracking;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        CallTracking.Call call = tracking.takeStarted();
        Mono<Void> rest = chain.filter(exchange);
        return call == null ? rest : rest.doOnCancel(call::end);
    }

    /** Right behind the filter that starts the call. */
    @Override
    public int getOrder() {
        return ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER + 1;
    }
}
