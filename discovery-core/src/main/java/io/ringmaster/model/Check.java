package io.ringmaster.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the registry may find out whether an instance lives, when it has a reason to ask.
 *
 * @param type how to ask
 * @param path what to ask for, for {@link Type#HTTP} only; starts with {@code /}
 */
public record Check(Type type, @Nullable String path) {

    /** Connect to the port, and nothing more. */
    public static final Check TCP = new Check(Type.TCP, null);

    private static final Pattern PATH = Pattern.compile("/[!-~]{0,255}");

    /** The kinds of question. */
    public enum Type {
        /** Connect to the port. */
        TCP,
        /** GET a path and expect an answer below 500. */
        HTTP,
        /** Never ask. */
        NONE;

        /** Returns the word of the wire. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @throws IllegalArgumentException if the path is missing for HTTP, given for another type, or not a plain path
     */
    public Check {
        if (type == Type.HTTP) {
            if (path == null || !PATH.matcher(path).matches()) {
                throw new IllegalArgumentException(
                        "A check of type 'http' needs a 'path' of visible ASCII characters that "
                                + "starts with '/', such as '/actuator/health/liveness'.");
            }
        } else if (path != null) {
            throw new IllegalArgumentException("A check has a 'path' only when its type is 'http'.");
        }
    }
}
