package io.ringmaster.server.cli;

/** A command cannot be carried out. The message says to a person why, and what to do. */
final class CommandException extends RuntimeException {

    /** The registry refuses. */
    static final int REFUSED = 1;

    /** No registry answers. */
    static final int UNREACHABLE = 3;

    /** The registry answered, and it is not as asked for. */
    static final int NOT_SO = 4;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
