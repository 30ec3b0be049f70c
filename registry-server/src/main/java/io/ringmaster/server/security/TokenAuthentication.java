package io.ringmaster.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Knows whether a request shows the token. */
final class TokenAuthentication implements ReactiveAuthenticationManager, ServerAuthenticationConverter {

    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    TokenAuthentication(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** A request without the header goes on as nobody's; one with another scheme or a wrong token is refused. */
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
        byte[] shown = String.valueOf(authentication.getCredentials()).getBytes(StandardCharsets.UTF_8);
        // Takes the same time however much of it is right.
        if (!MessageDigest.isEqual(token, shown)) {
            return Mono.error(new BadCredentialsException("Another token"));
        }
        return Mono.just(UsernamePasswordAuthenticationToken.authenticated(
                "token", null, List.of(new SimpleGrantedAuthority("ROLE_HOLDER"))));
    }
}
