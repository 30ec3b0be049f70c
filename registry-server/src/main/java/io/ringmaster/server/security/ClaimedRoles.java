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

/**
 * What the claims of an issuer give somebody here: the roles in one claim that begin with the prefix. A word that is no role is
 * none.
 */
final class ClaimedRoles {

    private static final String REGISTER = "register:";
    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,128}");

    private final JwtProperties properties;

    ClaimedRoles(JwtProperties properties) {
        this.properties = properties;
    }

    /**
     * @param kind what the name begins with, so that nobody can call himself as an identity of the configuration does
     * @param subject who it is at the issuer
     * @throws BadCredentialsException if that cannot be a name
     */
    Identity identity(String kind, @Nullable String subject, Map<String, Object> claims) {
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            throw new BadCredentialsException("No subject that can be a name");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<ServicePattern> services = new ArrayList<>();
        for (String word : words(claim(claims))) {
            if (word.startsWith(properties.rolesPrefix())) {
                take(word.substring(properties.rolesPrefix().length()), roles, services);
            }
        }
        return new Identity(kind + subject, roles, services, List.of());
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

    private @Nullable Object claim(Map<String, Object> claims) {
        Object value = claims;
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
