package io.ringmaster.server.security;

import io.ringmaster.server.registry.Actor;
import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets a request through that {@link AccessRules} allow, and tells whoever answers it who sends it. */
final class AccessFilter implements WebFilter {

    private final Identity nobody;

    /**
     * @param nobody who somebody is that has shown nothing
     */
    AccessFilter(Identity nobody) {
        this.nobody = nobody;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .cast(Identity.class)
                .defaultIfEmpty(nobody)
                .flatMap(who -> {
                    String address = address(exchange.getRequest());
                    AccessRules.check(who, address, exchange.getRequest());
                    exchange.getAttributes().put(Actor.ATTRIBUTE, who.actor(address));
                    return chain.filter(exchange);
                });
    }

    /** Returns the address literal that the request came from, without a zone index. */
    private static String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) {
            return "127.0.0.1";
        }
        String literal = remote.getAddress().getHostAddress();
        int zone = literal.indexOf('%');
        return zone < 0 ? literal : literal.substring(0, zone);
    }
}
