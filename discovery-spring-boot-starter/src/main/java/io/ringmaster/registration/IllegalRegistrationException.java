package io.ringmaster.registration;

/**
 * This application cannot register because of a mistake in its configuration. The message says what is wrong, the advice
 * what to write.
 */
public final class IllegalRegistrationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String advice;

    IllegalRegistrationException(String description, String advice) {
        super(description + " " + advice);
        this.description = description;
        this.advice = advice;
    }

    /** Returns what is wrong. */
    public String description() {
        return description;
    }

    /** Returns what to do about it. */
    public String advice() {
        return advice;
    }
}
