package io.ringmaster.server.security;

import java.util.regex.Pattern;

/** The names by which only this host itself is called. */
final class Loopback {

    private static final Pattern NAMES =
            Pattern.compile("(?i)localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

    private Loopback() {}

    static boolean isName(String host) {
        return host.equals("localhost")
                || host.equals("127.0.0.1")
                || NAMES.matcher(host).matches();
    }
}
