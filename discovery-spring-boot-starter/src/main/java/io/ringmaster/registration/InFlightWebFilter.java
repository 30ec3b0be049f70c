package io.ringmaster.registration;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Counts each request of a reactive application from its first filter until it is answered, has failed, or is cancelled. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class InFlightWebFilter implements WebFilter {

    private final RequestsInFlight requests;

    /**
     * @param requests counts
     */
    public InFlightWebFilter(RequestsInFlight requests) {
        this.requests = requests;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> {
                    requests.begin();
                    return chain.filter(exchange);
                })
                .doFinally(signal -> requests.end());
    }
}
