package io.ringmaster.certificates;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets through in a reactive application what comes from services that may call it. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class CallerWebFilter implements WebFilter {

    private final AllowedCallers callers;

    /**
     * @param callers who may call
     */
    public CallerWebFilter(AllowedCallers callers) {
        this.callers = callers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String objection = callers.objection(shown(exchange.getRequest().getSslInfo()));
        if (objection == null) {
            return chain.filter(exchange);
        }
        ServerHttpResponse answer = exchange.getResponse();
        answer.setStatusCode(HttpStatus.FORBIDDEN);
        answer.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = CallerRefusal.body(objection).getBytes(StandardCharsets.UTF_8);
        return answer.writeWith(Mono.fromSupplier(() -> answer.bufferFactory().wrap(body)));
    }

    private static @Nullable X509Certificate shown(@Nullable SslInfo connection) {
        X509Certificate[] chain = connection == null ? null : connection.getPeerCertificates();
        return chain == null || chain.length == 0 ? null : chain[0];
    }
}
