package io.ringmaster.model;

import org.jspecify.annotations.Nullable;

/**
 * How a certificate names the service it is for: {@code ringmaster://service/inventory}, a URI among its alternative names. No
 * DNS name in it does, since that may be the host of an instance.
 */
public final class ServiceUri {

    private static final String PREFIX = "ringmaster://service/";

    private ServiceUri() {}

    /**
     * Returns the URI.
     *
     * @param service in lower case
     */
    public static String of(String service) {
        return PREFIX + service;
    }

    /** Returns the service that a URI names, or null if it names none. */
    public static @Nullable String service(String uri) {
        if (!uri.startsWith(PREFIX)) {
            return null;
        }
        String name = uri.substring(PREFIX.length());
        try {
            return name.equals(Names.service(name)) ? name : null;
        } catch (IllegalArgumentException illegal) {
            return null;
        }
    }
}
