package io.ringmaster.server.security;

import io.ringmaster.time.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.core.scheduler.Scheduler;

/**
 * Who may do what.
 *
 * @param token Secret that gives all rights, at least 16 characters. Without it and without identities the registry listens
 *     on loopback only.
 * @param anonymousRead Whether reading is open to everybody when others have to show who they are.
 * @param identities Who may do what, by name: 'tokens' are hashes as the command 'token' of the jar makes them,
 *     'certificates' are names in client certificates, 'password-hash' is what the command 'password' of the jar makes of the password
 *     by which a person signs in at the page under that name, 'roles' are read, register, operate and admin, 'services' are those to
 *     register, such as orders or orders-*, and 'addresses' the networks to call from and to register at, anywhere without any.
 */
@ConfigurationProperties("ringmaster.server")
record AccessProperties(
        @Nullable String token,
        @DefaultValue("false") boolean anonymousRead,
        @DefaultValue Map<String, Known> identities) {

    private static final int SHORTEST_TOKEN = 16;
    private static final String PREFIX = "ringmaster.server.identities.";

    AccessProperties {
        if (token != null && token.isEmpty()) {
            token = null;
        }
        if (token != null && (token.length() < SHORTEST_TOKEN || !token.matches("[!-~]+"))) {
            throw new UnsafeSettingException(
                    "The token of the registry (ringmaster.server.token) is too short or has characters that a header"
                            + " cannot carry. It is not shown here.",
                    "Use " + SHORTEST_TOKEN + " or more visible ASCII characters without spaces, such as the output of"
                            + " 'openssl rand -hex 24'.");
        }
        identities = Map.copyOf(identities);
        identities.forEach(AccessProperties::check);
        requireEachOnce(identities, "tokens", Known::tokens);
        requireEachOnce(identities, "certificates", Known::certificates);
    }

    /** One identity, as it is written. */
    record Known(
            @DefaultValue List<String> tokens,
            @DefaultValue List<String> certificates,
            @Nullable String passwordHash,
            @DefaultValue Set<Role> roles,
            @DefaultValue List<String> services,
            @DefaultValue List<String> addresses) {

        Identity identity(String name) {
            return new Identity(
                    name,
                    roles,
                    each(PREFIX + name + ".services", services, ServicePattern::of),
                    each(PREFIX + name + ".addresses", addresses, Network::of));
        }
    }

    /** Returns whose each token is. */
    Tokens tokenTable() {
        Tokens tokens = new Tokens();
        if (token != null) {
            tokens.add(Tokens.hash(token), Identity.ALL_RIGHTS);
        }
        identities.forEach((name, known) -> {
            Identity identity = known.identity(name);
            known.tokens().forEach(hash -> tokens.add(hash, identity));
        });
        return tokens;
    }

    /** Returns whose each certificate is. */
    Certificates certificateTable() {
        Certificates certificates = new Certificates();
        identities.forEach((name, known) -> {
            Identity identity = known.identity(name);
            known.certificates().forEach(each -> certificates.add(each, identity));
        });
        return certificates;
    }

    /** Returns whose each password is. */
    Passwords passwordTable(Scheduler oneAtATime, Ticker ticker) {
        Passwords passwords = new Passwords(oneAtATime, ticker);
        identities.forEach((name, known) -> {
            if (known.passwordHash() != null) {
                passwords.add(name, known.passwordHash(), known.identity(name));
            }
        });
        return passwords;
    }

    private static void check(String name, Known known) {
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
                PREFIX + "* has a name that is not legal.",
                "Use up to 64 letters, digits, dots, hyphens and underscores.");
        require(
                known.tokens.stream().allMatch(Tokens::isHash),
                PREFIX + name + ".tokens holds something that is no hash of a token. It is not shown here.",
                "Run 'java -jar registry-server.jar token " + name
                        + "', give the token to whoever shall show it, and set the hash here.");
        require(
                known.passwordHash == null || Passwords.isHash(known.passwordHash),
                PREFIX + name + ".password-hash is no bcrypt hash of a cost from 10 to 13. It is not shown here.",
                "Run 'java -jar registry-server.jar password " + name + "', and set the hash here.");
        require(
                !known.tokens.isEmpty() || !known.certificates.isEmpty() || known.passwordHash != null,
                PREFIX + name + " has nothing to be known by.",
                "Set " + PREFIX + name + ".tokens, .certificates or .password-hash.");
        require(
                !known.roles.isEmpty(),
                PREFIX + name + " has no roles, so it could do nothing.",
                "Set " + PREFIX + name + ".roles to some of read, register, operate, admin.");
        require(
                known.roles.contains(Role.REGISTER) != known.services.isEmpty(),
                PREFIX + name + " must have both the role 'register' and services to register, or neither.",
                "Name them in " + PREFIX + name + ".services, such as orders or orders-*; all of them are '*'.");
        known.identity(name);
    }

    private static void requireEachOnce(
            Map<String, Known> identities, String property, Function<Known, List<String>> entries) {
        Set<String> seen = new HashSet<>();
        identities.forEach((name, known) -> require(
                entries.apply(known).stream().allMatch(seen::add),
                PREFIX + name + "." + property + " holds an entry twice, or one that another identity has.",
                "Give each identity its own."));
    }

    private static <T> List<T> each(String property, List<String> words, Function<String, T> parse) {
        try {
            return words.stream().map(String::strip).map(parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UnsafeSettingException(property + " cannot be used.", String.valueOf(e.getMessage()));
        }
    }

    private static void require(boolean legal, String description, String action) {
        if (!legal) {
            throw new UnsafeSettingException(description, action);
        }
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "AccessProperties[token=" + (token == null ? "none" : "set") + ", anonymousRead=" + anonymousRead
                + ", identities=" + identities.keySet() + "]";
    }
}
