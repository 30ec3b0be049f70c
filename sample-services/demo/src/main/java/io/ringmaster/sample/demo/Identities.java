package io.ringmaster.sample.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who everybody is in the demo of mutual TLS: each service has an identity of its own that may register nothing else, a token that is new
 * for each run, and callers that it answers to. Immutable.
 */
final class Identities {

    /** Nobody has to show anything. */
    static final Identities NONE = new Identities(Map.of());

    /** So short that certificates are replaced while the story is told; an hour is usual. */
    private static final String LIFETIME = "30s";

    /** Who may call whom. Orders is called by people, who have no certificate. */
    private static final Map<String, String> CALLERS = Map.of("inventory", "orders", "pricing", "inventory");

    private final Map<String, String> tokens;

    private Identities(Map<String, String> tokens) {
        this.tokens = tokens;
    }

    /** Returns new identities for the samples, and for a stranger who may register {@code stranger}. */
    static Identities create() {
        SecureRandom random = new SecureRandom();
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String service : List.of("pricing", "inventory", "orders", "stranger")) {
            byte[] token = new byte[32];
            random.nextBytes(token);
            tokens.put(service, HexFormat.of().formatHex(token));
        }
        return new Identities(tokens);
    }

    /** Returns the token of a service. */
    String token(String service) {
        String token = tokens.get(service);
        if (token == null) {
            throw new IllegalArgumentException(service + " has no identity.");
        }
        return token;
    }

    /** Returns what the registry is told. It knows the tokens by their hashes only. */
    List<String> ofRegistry() {
        if (tokens.isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--ringmaster.server.anonymous-read=true",
                "--ringmaster.server.certificates.enabled=true",
                "--ringmaster.server.certificates.lifetime=" + LIFETIME));
        tokens.forEach((service, token) -> {
            String identity = "--ringmaster.server.identities." + service + ".";
            arguments.add(identity + "tokens=sha256:" + sha256(token));
            arguments.add(identity + "roles=read,register");
            arguments.add(identity + "services=" + service);
        });
        return arguments;
    }

    /** Returns what an application is told. */
    List<String> ofApplication(String service) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        String callers = CALLERS.get(service);
        return List.of(
                "--ringmaster.client.mutual-tls.enabled=true",
                callers == null
                        ? "--server.ssl.enabled=false"
                        : "--ringmaster.client.mutual-tls.allowed-callers=" + callers);
    }

    /** Returns what an application is told in secret: arguments can be read by everybody on this machine. */
    Map<String, String> secretsOf(String service) {
        return tokens.containsKey(service) ? Map.of("RINGMASTER_CLIENT_TOKEN", token(service)) : Map.of();
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
