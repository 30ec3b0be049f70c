package io.ringmaster.server.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What a request shows to prove who sends it, and who that is. The principal is always an {@link Identity}. */
final class Credentials implements ReactiveAuthenticationManager, ServerAuthenticationConverter {

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    Credentials(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether there is nothing that anybody could show. */
    boolean none() {
        return tokens.isEmpty();
    }

    /** A request without the header goes on as nobody's; one with another scheme or an unknown token is refused. */
    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Mono.empty();
        }
        String shown = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated("token", shown));
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        @Nullable Identity identity = tokens.find(String.valueOf(authentication.getCredentials()));
        return identity == null
                ? Mono.error(new BadCredentialsException("A token that nobody has"))
                : Mono.just(proven(identity));
    }

    private static Authentication proven(Identity identity) {
        return UsernamePasswordAuthenticationToken.authenticated(identity, null, List.of());
    }
}
