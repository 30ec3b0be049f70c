package io.ringmaster.server.security;

import java.io.Serial;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A caller sends more requests than it may. */
final class TooManyRequestsException extends ResponseStatusException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** In so many seconds half of what a caller may send at once is there again. */
    static final int RETRY_AFTER_SECONDS = 1;

    TooManyRequestsException() {
        super(HttpStatus.TOO_MANY_REQUESTS);
    }

    @Override
    public HttpHeaders getHeaders() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
        return headers;
    }

    /** It is an answer, not a fault, and one that is given often. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
