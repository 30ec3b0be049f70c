package io.ringmaster.server.api;

import io.ringmaster.server.registry.Refusal;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every {@code code} that an error of the API can have, and its HTTP status. */
enum ProblemCode {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST),
    INVALID_NAME(HttpStatus.BAD_REQUEST),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    NOT_OWNER(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    UNKNOWN_SERVICE(HttpStatus.NOT_FOUND),
    UNKNOWN_INSTANCE(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    STALE_INCARNATION(HttpStatus.CONFLICT),
    INSTANCE_ID_TAKEN(HttpStatus.CONFLICT),
    NOT_DRAINING(HttpStatus.CONFLICT),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    INVALID_INSTANCE(HttpStatus.UNPROCESSABLE_CONTENT),
    QUOTA_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
    NOT_SETTLED(HttpStatus.SERVICE_UNAVAILABLE),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR);

    private final HttpStatus status;

    ProblemCode(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** Returns the word of the wire, such as {@code unknown-instance}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ProblemCode of(Refusal refusal) {
        return valueOf(refusal.name());
    }
}
