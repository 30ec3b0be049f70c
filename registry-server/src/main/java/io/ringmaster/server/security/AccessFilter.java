package io.ringmaster.server.security;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a request through that {@link AccessRules} allow, and tells whoever answers it who sends it. Before that, and before it
 * refuses one whose credentials are wrong, it slows down who sends too many.
 */
final class AccessFilter implements WebFilter, ServerAuthenticationFailureHandler {

    private static final String STRANGER_AT = "A stranger at ";

    private final Identity nobody;
    private final Throttle throttle;
    private final RefusalLog refusals;

    /**
     * @param nobody who somebody is that has shown nothing
     */
    AccessFilter(Identity nobody, Throttle throttle, RefusalLog refusals) {
        this.nobody = nobody;
        this.throttle = throttle;
        this.refusals = refusals;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .cast(Identity.class)
                .defaultIfEmpty(nobody)
                .flatMap(who -> filter(who, exchange, chain));
    }

    private Mono<Void> filter(Identity who, ServerWebExchange exchange, WebFilterChain chain) {
        Actor actor = who.actor(address(exchange.getRequest()));
        // Who shows nothing takes nothing from those who are known by their address, too.
        String caller = who.isUnproven() ? STRANGER_AT + actor.address() : actor.name();
        return throttle.pass(caller).then(Mono.defer(() -> {
            check(who, actor, exchange.getRequest());
            exchange.getAttributes().put(Actor.ATTRIBUTE, actor);
            return chain.filter(exchange);
        }));
    }

    private void check(Identity who, Actor actor, ServerHttpRequest request) {
        try {
            AccessRules.check(who, actor.address(), request);
        } catch (RefusedException refused) {
            if (refused.refusal() == Refusal.FORBIDDEN) {
                refusals.refused(actor.name(), actor.address(), request, refused.detail());
            }
            throw refused;
        }
    }

    /** The error goes to where all errors become answers. */
    @Override
    public Mono<Void> onAuthenticationFailure(WebFilterExchange exchange, AuthenticationException error) {
        ServerHttpRequest request = exchange.getExchange().getRequest();
        String address = address(request);
        refusals.refused("A stranger", address, request, String.valueOf(error.getMessage()));
        return throttle.pass(STRANGER_AT + address).then(Mono.error(error));
    }

    /** Returns the address literal that the request came from, without a zone index. */
    static String address(ServerHttpRequest request) {
        return address(request.getRemoteAddress());
    }

    static String address(@Nullable InetSocketAddress remote) {
        if (remote == null || remote.getAddress() == null) {
            return "127.0.0.1";
        }
        String literal = remote.getAddress().getHostAddress();
        int zone = literal.indexOf('%');
        return zone < 0 ? literal : literal.substring(0, zone);
    }
}
