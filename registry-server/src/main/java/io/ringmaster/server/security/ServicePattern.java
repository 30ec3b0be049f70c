package io.ringmaster.server.security;

import java.util.regex.Pattern;

/** Some services by name: {@code orders}, all that begin with {@code orders-*}, or all by {@code *}. */
record ServicePattern(String text, Pattern regex) {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9*][a-z0-9*-]{0,62}");

    /**
     * @throws IllegalArgumentException if no service can have such a name
     */
    static ServicePattern of(String text) {
        if (!LEGAL.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' names no services. Use lower-case letters, digits and hyphens, and '*' for any of them.");
        }
        return new ServicePattern(text, Pattern.compile(text.replace("*", "[a-z0-9-]*")));
    }

    /**
     * @param service in lower case
     */
    boolean matches(String service) {
        return regex.matcher(service).matches();
    }
}
