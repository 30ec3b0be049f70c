package io.ringmaster.server.api;

import io.ringmaster.server.registry.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * An error in the words of the API: which kind it is and what the caller can do about it.
 *
 * @param code the kind
 * @param detail sentences for the caller; never anything from inside this process
 * @param headers further headers of the answer
 */
record Problem(ProblemCode code, String detail, HttpHeaders headers) {

    Problem(ProblemCode code, String detail) {
        this(code, detail, HttpHeaders.EMPTY);
    }

    static final Problem TOO_LARGE = new Problem(
            ProblemCode.PAYLOAD_TOO_LARGE,
            "The body is larger than 64 KiB, and nothing of it was taken in. A registration is usually below 1 KiB: put"
                    + " less into its metadata.");

    /** Returns what an exception means to the caller. */
    static Problem of(Throwable error, String method, String path) {
        if (error instanceof RefusedException refused) {
            return new Problem(ProblemCode.of(refused.refusal()), refused.detail());
        }
        if (find(error, DataBufferLimitException.class) != null) {
            return TOO_LARGE;
        }
        if (error instanceof AuthenticationException) {
            HttpHeaders headers = new HttpHeaders();
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ringmaster\"");
            return new Problem(
                    ProblemCode.UNAUTHORIZED,
                    "This registry asks for its token, and the request has none or another one. Send 'Authorization:"
                            + " Bearer <token>' with the value of 'ringmaster.server.token'; in a client set"
                            + " 'ringmaster.client.token'.",
                    headers);
        }
        if (error instanceof AccessDeniedException) {
            return new Problem(ProblemCode.FORBIDDEN, "This is not open to you.");
        }
        if (error instanceof ServerExchangeRejectedException) {
            return new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "The path or a header of the request is not legal. A path may have no encoded slash and no '//',"
                            + " '/./' or '/../'.");
        }
        ValueInstantiationException illegal = find(error, ValueInstantiationException.class);
        if (illegal != null && illegal.getCause() instanceof IllegalArgumentException reason) {
            return new Problem(ProblemCode.INVALID_INSTANCE, String.valueOf(reason.getMessage()));
        }
        JacksonException unreadable = find(error, JacksonException.class);
        if (unreadable != null) {
            return new Problem(ProblemCode.INVALID_REQUEST, unreadableDetail(unreadable));
        }
        return error instanceof ErrorResponse response
                ? ofFramework(response, method, path)
                : new Problem(
                        ProblemCode.INTERNAL,
                        "The registry failed to answer. Its log says why; the request may be tried again.");
    }

    private static Problem ofFramework(ErrorResponse error, String method, String path) {
        HttpHeaders headers = error.getHeaders();
        if (error instanceof MethodNotAllowedException notAllowed) {
            return new Problem(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    path + " has no " + method + ". It has "
                            + notAllowed.getSupportedMethods().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".",
                    headers);
        }
        if (error instanceof UnsupportedMediaTypeStatusException) {
            return new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Bodies are JSON. Send 'Content-Type: application/json'.",
                    headers);
        }
        if (error instanceof NotAcceptableStatusException) {
            return new Problem(
                    ProblemCode.NOT_ACCEPTABLE,
                    "Answers are application/json, and text/event-stream at /v1/watch. Accept one of them or */*.",
                    headers);
        }
        HttpStatus status = HttpStatus.resolve(error.getStatusCode().value());
        if (status == HttpStatus.NOT_FOUND) {
            return new Problem(
                    ProblemCode.NOT_FOUND, "There is nothing at " + path + ". The API begins at /v1/services.");
        }
        if (status != null && status.is4xxClientError()) {
            String reason = error.getBody().getDetail();
            return new Problem(
                    ProblemCode.INVALID_REQUEST, reason == null ? "The request cannot be read." : reason, headers);
        }
        return status == HttpStatus.SERVICE_UNAVAILABLE
                ? new Problem(ProblemCode.UNAVAILABLE, "The registry is going down. Ask another node or try again.")
                : new Problem(ProblemCode.INTERNAL, "The registry failed to answer. Its log says why.");
    }

    private static String unreadableDetail(JacksonException unreadable) {
        String member = unreadable.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        if (member.isEmpty()) {
            return "The body is not JSON of the expected form: line "
                    + Math.max(
                            1,
                            unreadable.getLocation() == null
                                    ? 1
                                    : unreadable.getLocation().getLineNr())
                    + ". Nothing of it was taken in.";
        }
        String name = "'" + (member.startsWith(".") ? member.substring(1) : member) + "'";
        if (unreadable instanceof InvalidFormatException format) {
            Object[] constants = format.getTargetType().getEnumConstants();
            return name + " is '" + shortened(format.getValue()) + "', which cannot be read"
                    + (constants == null ? "." : ". Use one of " + List.copyOf(Arrays.asList(constants)) + ".");
        }
        return name + " has a value of another kind than expected.";
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value).replaceAll("[^\\x20-\\x7E]", "?");
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
