package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;

/** The place in an HTTP request that holds the routing key, as a property names it: {@code header:X-Customer-Id}. */
sealed interface KeySource permits HeaderKey, CookieKey, QueryKey, PathKey, AttributeKey {

    /** Returns the key, or null or an empty string if the request has none. Never throws. */
    @Nullable
    String key(RequestData request);

    /**
     * Reads {@code kind:argument}.
     *
     * @throws IllegalArgumentException if it is something else; the message says what is wrong with it
     */
    static KeySource parse(String text) {
        String spec = text.strip();
        int colon = spec.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "it does not say where the key is: 'header:', 'cookie:', 'query:', 'path:' "
                            + "or 'attribute:' must stand in front");
        }
        String kind = spec.substring(0, colon).strip();
        String argument = spec.substring(colon + 1).strip();
        return switch (kind) {
            case "header" -> new HeaderKey(token(argument));
            case "cookie" -> new CookieKey(token(argument));
            case "query" -> new QueryKey(name(argument));
            case "path" -> PathKey.parse(argument);
            case "attribute" -> new AttributeKey(name(argument));
            default ->
                throw new IllegalArgumentException("there is no place called '" + kind
                        + "' in a request; use header, cookie, query, path or attribute");
        };
    }

    private static String name(String argument) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("a name is missing after the colon");
        }
        return argument;
    }

    private static String token(String argument) {
        if (!name(argument).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException(
                    "'" + argument + "' can be neither the name of a header nor of a cookie");
        }
        return argument;
    }
}
