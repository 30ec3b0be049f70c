package io.ringmaster.server.security;

/** The registry does not start, because it would be open to people it was not meant for. */
final class UnsafeSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    UnsafeSettingException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
