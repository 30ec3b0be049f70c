package io.ringmaster.server.api;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that says itself that it is too large, before a byte of it is read. One that does not say so is refused
 * by the codecs, at the same bound.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class BodyLimit implements WebFilter {

    private final long bytes;

    BodyLimit(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getHeaders().getContentLength() > bytes
                ? Mono.error(new DataBufferLimitException("Content-Length is above " + bytes))
                : chain.filter(exchange);
    }
}
