package io.ringmaster.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final byte[] token;

    TokenAuthentication(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** A request without the header goes on as nobody's; one with a scheme of another kind or a wrong token is refused. */
    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Mono.empty();
        }
        String shown = credentials(header, BEARER);
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated(
                "token", shown.isEmpty() ? password(credentials(header, BASIC)) : shown));
    }

    private static String credentials(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? header.substring(scheme.length()).strip()
                : "";
    }

    /** A client that has only a URL to set has the token in its user-info, as the password of anybody. */
    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
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
