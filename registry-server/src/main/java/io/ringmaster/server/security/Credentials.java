package io.ringmaster.server.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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

/**
 * What a request shows to prove who sends it, and who that is: a token, a JWT in its place, or else the certificate of its
 * connection. The principal is always an {@link Identity}.
 */
final class Credentials implements ReactiveAuthenticationManager, ServerAuthenticationConverter {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Tokens tokens;
    private final Certificates certificates;
    private final @Nullable JwtIdentities jwts;
    private final boolean signIn;

    /**
     * @param jwts null where no JWT is believed
     * @param signIn whether people can sign in at the page, which is looked after elsewhere
     */
    Credentials(Tokens tokens, Certificates certificates, @Nullable JwtIdentities jwts, boolean signIn) {
        this.tokens = tokens;
        this.certificates = certificates;
        this.jwts = jwts;
        this.signIn = signIn;
    }

    /** Whether there is nothing that anybody could show. */
    boolean none() {
        return tokens.isEmpty() && certificates.isEmpty() && jwts == null && !signIn;
    }

    /**
     * A request without the header, on a connection without a certificate that is somebody's, goes on as nobody's; one with
     * another scheme or an unknown token is refused.
     */
    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            Identity identity = certificates.find(exchange.getRequest().getSslInfo());
            return identity == null ? Mono.empty() : Mono.just(proven(identity));
        }
        String token = after(header, BEARER);
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated(
                "token", token.isEmpty() ? password(after(header, BASIC)) : token));
    }

    /** Returns whose token stands in the header, or null when it must be looked into. */
    @Nullable
    Identity ofToken(@Nullable String header) {
        String token = header == null ? "" : after(header, BEARER);
        return token.isEmpty() ? null : tokens.find(token);
    }

    private static String after(String header, String scheme) {
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
        if (authentication.isAuthenticated()) {
            return Mono.just(authentication);
        }
        String shown = String.valueOf(authentication.getCredentials());
        Identity identity = tokens.find(shown);
        if (identity != null) {
            return Mono.just(proven(identity));
        }
        return jwts != null && JwtIdentities.mayBe(shown)
                ? jwts.find(shown).map(Credentials::proven)
                : Mono.error(new BadCredentialsException("A token that nobody has"));
    }

    /** Returns what callers can show, for people. */
    @Override
    public String toString() {
        List<String> kinds = new ArrayList<>();
        if (!tokens.isEmpty()) {
            kinds.add("a token");
        }
        if (!certificates.isEmpty()) {
            kinds.add("a certificate");
        }
        if (jwts != null) {
            kinds.add("a JWT");
        }
        if (signIn) {
            kinds.add("a sign-in at the page");
        }
        return String.join(" or ", kinds);
    }

    private static Authentication proven(Identity identity) {
        return UsernamePasswordAuthenticationToken.authenticated(identity, null, List.of());
    }
}
