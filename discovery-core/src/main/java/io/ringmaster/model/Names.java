package io.ringmaster.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules for names on the wire. Every message says what is wrong and what a right name looks like. */
public final class Names {

    private static final int MAX_SERVICE = 63;
    private static final int MAX_INSTANCE_ID = 128;
    private static final int MIN_SESSION = 8;
    private static final int MAX_SESSION = 64;
    private static final int MAX_SCHEME = 16;
    private static final int MAX_HOST = 253;

    private Names() {}

    /**
     * Returns the service name in lower case.
     *
     * @throws IllegalArgumentException if it is not a legal service name
     */
    public static String service(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("A service name is missing. Use one such as 'inventory'.");
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.indexOf('_') >= 0) {
            throw new IllegalArgumentException(
                    "The service name '" + shown(name) + "' contains an underscore. Callers use the "
                            + "name as the host of a URI, and a URI host cannot hold one. Use '"
                            + shown(lowerCase.replace('_', '-')) + "'.");
        }
        if (!isService(lowerCase)) {
            throw new IllegalArgumentException(
                    "The service name '" + shown(name) + "' is not legal. Use 1 to 63 letters, "
                            + "digits and hyphens, with no hyphen at either end, such as 'inventory' or 'order-history'.");
        }
        return lowerCase;
    }

    /**
     * Returns the instance id as it is.
     *
     * @throws IllegalArgumentException if it is not a legal instance id
     */
    public static String instanceId(@Nullable String id) {
        if (id == null || !isVisible(id, 1, MAX_INSTANCE_ID) || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "The instance id '" + shown(id) + "' is not legal. Use 1 to 128 visible ASCII "
                            + "characters without '/', such as 'inventory-7f3a' or '10.0.0.7:8080'.");
        }
        return id;
    }

    /**
     * Returns the session id as it is.
     *
     * @throws IllegalArgumentException if it is not a legal session id
     */
    public static String session(@Nullable String session) {
        if (session == null || !isVisible(session, MIN_SESSION, MAX_SESSION) || session.indexOf('/') >= 0) {
            throw new IllegalArgumentException("The session '" + shown(session)
                    + "' is not legal. Use 8 to 64 visible ASCII " + "characters without '/', such as a random UUID.");
        }
        return session;
    }

    // Loops rather than patterns: every key that is made is checked, several for each beat.

    private static boolean isService(String name) {
        int length = name.length();
        if (length > MAX_SERVICE || name.charAt(0) == '-' || name.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char letter = name.charAt(i);
            if (!(letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter == '-')) {
                return false;
            }
        }
        return true;
    }

    /** Whether it may be the scheme of a URI. */
    static boolean isScheme(String scheme) {
        int length = scheme.length();
        if (length < 1 || length > MAX_SCHEME || scheme.charAt(0) < 'a' || scheme.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char letter = scheme.charAt(i);
            if (!(letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || "+.-".indexOf(letter) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has the letters of a DNS name or of an address. */
    static boolean isHost(String host) {
        int length = host.length();
        if (length < 1 || length > MAX_HOST) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char letter = host.charAt(i);
            if (!(letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || ".:%_-".indexOf(letter) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether these are so many visible ASCII characters. */
    static boolean isVisible(String name, int least, int most) {
        int length = name.length();
        if (length < least || length > most) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char letter = name.charAt(i);
            if (letter < '!' || letter > '~') {
                return false;
            }
        }
        return true;
    }

    /** Returns a name as it may stand in a message: short, and with nothing that could break a line of a log. */
    static String shown(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String printable = name.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() <= 64 ? printable : printable.substring(0, 64) + "…";
    }
}
