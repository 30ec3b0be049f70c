package io.ringmaster.server.certificates;

/** The registry does not start, because it could not issue certificates that all applications know, or not safely. */
final class UnusableAuthorityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    UnusableAuthorityException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
