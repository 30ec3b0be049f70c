package io.ringmaster.certificates;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which services may call this application, by the service in the certificate that the caller shows. Immutable. */
public final class AllowedCallers {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9*][a-z0-9*-]{0,62}");

    private final List<String> names;
    private final List<Pattern> patterns;

    /**
     * @param names names of services, in which '*' stands for any characters; empty means any service that has a certificate
     * @throws IllegalArgumentException if no service can have such a name
     */
    public AllowedCallers(List<String> names) {
        for (String name : names) {
            if (!LEGAL.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "ringmaster.client.mutual-tls.allowed-callers has '" + name
                                + "', which names no service. Use lower-case letters, digits and hyphens, and '*' for any of them.");
            }
        }
        this.names = List.copyOf(names);
        this.patterns = names.stream()
                .map(name -> Pattern.compile(name.replace("*", "[a-z0-9-]*")))
                .toList();
    }

    /** Whether who calls is looked at here at all, and not by the handshake alone. */
    boolean areNamed() {
        return !names.isEmpty();
    }

    /**
     * Returns why a caller may not call, as sentences that tell it what to do; null if it may.
     *
     * @param shown the certificate of the connection, which the handshake has checked; null if there is none
     */
    @Nullable
    String objection(@Nullable X509Certificate shown) {
        if (!areNamed()) {
            return null;
        }
        String caller = shown == null ? null : CertifiedService.of(shown);
        if (caller == null) {
            return "This application answers to services that show a certificate of the registry, and this connection shows none."
                    + " Switch on ringmaster.client.mutual-tls.enabled in the caller.";
        }
        if (patterns.stream().anyMatch(pattern -> pattern.matcher(caller).matches())) {
            return null;
        }
        return "The service '" + caller
                + "' is not among those that may call this application. Who runs it can add it to"
                + " ringmaster.client.mutual-tls.allowed-callers.";
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "any service" : String.join(", ", names);
    }
}
