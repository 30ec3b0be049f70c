package io.ringmaster.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance can be reached.
 *
 * @param scheme what the instance declared, such as {@code https}; null when it left the choice to its callers
 * @param host a DNS name or an address literal, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Endpoint(@Nullable String scheme, String host, int port) {

    /** Returns {@code host:port}, an IPv6 literal in brackets. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Returns the URI of the root, with {@code http} where no scheme was declared. */
    public URI uri() {
        return URI.create((scheme == null ? "http" : scheme) + "://" + authority());
    }
}
