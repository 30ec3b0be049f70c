package io.ringmaster.client;

/** The address of a registry server cannot be used as it is written. The message says how to write it. */
public final class IllegalServerUrlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    IllegalServerUrlException(String message) {
        super(message);
    }
}
