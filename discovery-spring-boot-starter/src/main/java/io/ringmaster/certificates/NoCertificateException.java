package io.ringmaster.certificates;

import org.jspecify.annotations.Nullable;

/** This application has no certificate, so it can neither be called nor call others by mutual TLS. */
public final class NoCertificateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final String advice;

    /**
     * @param message what is the matter, as a sentence
     * @param advice what to do about it, as one or two sentences
     * @param cause what led to it, or null
     */
    public NoCertificateException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
        this.advice = advice;
    }

    /** Returns what is the matter, as a sentence. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Returns what to do about it, as one or two sentences. */
    public String advice() {
        return advice;
    }
}
