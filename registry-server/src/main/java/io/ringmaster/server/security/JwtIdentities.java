package io.ringmaster.server.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Whose a JWT is. Its subject is the name, after {@code jwt:}, so that nobody can call himself as an identity of the
 * configuration does; its roles are those in a claim that begin with the prefix, and a word that is no role is none.
 */
final class JwtIdentities {

    private static final String NAME_PREFIX = "jwt:";
    private static final String REGISTER = "register:";
    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,128}");

    private final ReactiveJwtDecoder decoder;
    private final JwtProperties properties;

    JwtIdentities(ReactiveJwtDecoder decoder, JwtProperties properties) {
        this.decoder = decoder;
        this.properties = properties;
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
                .map(this::identity)
                .onErrorMap(BadJwtException.class, e -> new BadCredentialsException("A JWT that is not valid", e));
    }

    private Identity identity(Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            throw new BadCredentialsException("A JWT with no subject that can be a name");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<ServicePattern> services = new ArrayList<>();
        for (String word : words(claim(jwt))) {
            if (word.startsWith(properties.rolesPrefix())) {
                take(word.substring(properties.rolesPrefix().length()), roles, services);
            }
        }
        return new Identity(NAME_PREFIX + subject, roles, services, List.of());
    }

    private static void take(String word, Set<Role> roles, List<ServicePattern> services) {
        if (word.startsWith(REGISTER)) {
            try {
                services.add(ServicePattern.of(word.substring(REGISTER.length())));
                roles.add(Role.REGISTER);
            } catch (IllegalArgumentException noServices) {
                // It would give no rights in any case.
            }
            return;
        }
        for (Role role : Role.values()) {
            if (role != Role.REGISTER && role.name().toLowerCase(Locale.ROOT).equals(word)) {
                roles.add(role);
            }
        }
    }

    private @Nullable Object claim(Jwt jwt) {
        Object value = jwt.getClaims();
        for (String step : properties.rolesClaim().split("\\.")) {
            value = value instanceof Map<?, ?> members ? members.get(step) : null;
        }
        return value;
    }

    private static List<String> words(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return claim instanceof String text ? List.of(text.split(" ")) : List.of();
    }
}
