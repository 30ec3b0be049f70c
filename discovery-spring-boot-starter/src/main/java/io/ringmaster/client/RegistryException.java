package io.ringmaster.client;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A call to the registry that did not do what it should. The message names the server and says what happened; the advice
 * says what a person can do about it.
 */
public abstract sealed class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+");

    private final URI server;
    private final String message;
    private final String advice;

    private RegistryException(URI server, String message, String advice, Throwable cause) {
        super(message, cause);
        this.server = server;
        this.message = oneLine(message);
        this.advice = oneLine(advice);
    }

    private RegistryException(URI server, String message, String advice) {
        super(message);
        this.server = server;
        this.message = oneLine(message);
        this.advice = oneLine(advice);
    }

    /** Returns the words of a registry as they may stand in a log, where nobody may write lines of his own. */
    static String oneLine(String text) {
        return BREAKS.matcher(text).replaceAll(" ");
    }

    /** Returns the server that was called. */
    public URI server() {
        return server;
    }

    /** Returns what happened, as a sentence. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Returns what to do about it, as one or two sentences. */
    public String advice() {
        return advice;
    }

    /** Nobody answered in time, or the server said that it cannot at present. */
    public static final class Unavailable extends RegistryException {

        private static final long serialVersionUID = 1L;

        Unavailable(URI server, String what, Throwable cause) {
            super(server, "The registry at " + server + " cannot be reached: " + what + ".", ADVICE, cause);
        }

        Unavailable(URI server, String what) {
            super(server, "The registry at " + server + " cannot answer at present: " + what + ".", ADVICE);
        }

        private static final String ADVICE =
                "Start a registry there, or set ringmaster.client.servers to where it listens.";
    }

    /** The server wants a token, or another one. */
    public static final class Unauthorized extends RegistryException {

        private static final long serialVersionUID = 1L;

        Unauthorized(URI server, boolean tokenSent) {
            super(
                    server,
                    "The registry at " + server
                            + (tokenSent
                                    ? " refuses the token of this application."
                                    : " wants a token, and none is set."),
                    "Set ringmaster.client.token to a token that the registry knows: that of an identity of its own, or the"
                            + " value of ringmaster.server.token.");
        }
    }

    /** The server understood the call and refuses it; the same call again will be refused again. */
    public static final class Refused extends RegistryException {

        private static final long serialVersionUID = 1L;

        private final String code;

        Refused(URI server, String code, String detail) {
            super(
                    server,
                    "The registry at " + server + " refuses (" + code + "): " + detail,
                    "The registry has said what is wrong: " + detail);
            this.code = code;
        }

        /** Returns the stable word for the reason, such as {@code unknown-instance}. */
        public String code() {
            return code;
        }
    }

    /** Something answered, but not as a Ringmaster registry does. */
    public static final class Unreadable extends RegistryException {

        private static final long serialVersionUID = 1L;

        Unreadable(URI server, String what) {
            super(
                    server,
                    "The registry at " + server + " does not answer as a Ringmaster registry does: " + what + ".",
                    "Look what listens there: it may be another server, a proxy or an incompatible version. Set"
                            + " ringmaster.client.servers to a Ringmaster registry.");
        }
    }
}
