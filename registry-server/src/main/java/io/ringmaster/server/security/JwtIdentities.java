package io.ringmaster.server.security;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Whose a JWT is: its subject is the name, after {@code jwt:}. */
final class JwtIdentities {

    private static final String KIND = "jwt:";

    private final ReactiveJwtDecoder decoder;
    private final ClaimedRoles roles;

    JwtIdentities(ReactiveJwtDecoder decoder, ClaimedRoles roles) {
        this.decoder = decoder;
        this.roles = roles;
    }

    /** Whether it has the form of a JWT. */
    static boolean mayBe(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * Returns whose it is, or fails with a {@link BadCredentialsException} if it is not to be believed, and with another
     * exception if that cannot be found out at present.
     */
    Mono<Identity> find(String token) {
        return decoder.decode(token)
                .map(jwt -> roles.identity(KIND, jwt.getSubject(), jwt.getClaims()))
                .onErrorMap(BadJwtException.class, e -> new BadCredentialsException("A JWT that is not valid", e));
    }
}
