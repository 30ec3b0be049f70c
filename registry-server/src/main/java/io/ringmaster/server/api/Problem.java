package io.ringmaster.server.api;

import io.netty.channel.ChannelException;
import io.ringmaster.server.registry.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.server.ServerWebInputException;
import reactor.netty.channel.AbortedException;
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

    private static final Problem CUT_OFF = new Problem(
            ProblemCode.INVALID_REQUEST,
            "The request did not arrive to its end: the connection broke, or it came too slowly. Nothing of it was taken in."
                    + " Send it again.");

    /** Returns what an exception means to the caller. */
    static Problem of(Throwable error, ServerHttpRequest request) {
        if (error instanceof RefusedException refused) {
            return new Problem(ProblemCode.of(refused.refusal()), refused.detail());
        }
        if (find(error, DataBufferLimitException.class) != null) {
            return TOO_LARGE;
        }
        if (find(error, AbortedException.class) != null || find(error, ChannelException.class) != null) {
            return CUT_OFF;
        }
        if (error instanceof AuthenticationException) {
            HttpHeaders headers = new HttpHeaders();
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ringmaster\"");
            return new Problem(
                    ProblemCode.UNAUTHORIZED,
                    "This registry asks who is calling, and the request shows no token, or none that it knows. Send"
                            + " 'Authorization: Bearer <token>'; in a client set 'ringmaster.client.token'. Who runs the"
                            + " registry has the tokens: 'ringmaster.server.token', or those of"
                            + " 'ringmaster.server.identities'.",
                    headers);
        }
        if (error instanceof ServerExchangeRejectedException) {
            return new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "The path or a header of the request is not legal. A path may have no encoded slash and no '//', '/./'"
                            + " or '/../'; and a registry without tokens answers only to 'localhost' and 127.0.0.1, not to"
                            + " other names in 'Host'.");
        }
        ValueInstantiationException illegal = find(error, ValueInstantiationException.class);
        if (illegal != null && illegal.getCause() instanceof IllegalArgumentException reason) {
            return new Problem(ProblemCode.INVALID_INSTANCE, String.valueOf(reason.getMessage()));
        }
        JacksonException unreadable = find(error, JacksonException.class);
        if (unreadable != null) {
            return new Problem(ProblemCode.INVALID_REQUEST, unreadableDetail(unreadable));
        }
        return error instanceof ErrorResponse response ? ofFramework(response, request) : internal();
    }

    private static Problem ofFramework(ErrorResponse error, ServerHttpRequest request) {
        HttpHeaders headers = error.getHeaders();
        String path = request.getPath().value();
        HttpStatus status = HttpStatus.resolve(error.getStatusCode().value());
        if (status == HttpStatus.NOT_FOUND) {
            return new Problem(
                    ProblemCode.NOT_FOUND, "There is nothing at " + path + ". The API begins at /v1/services.");
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED) {
            return new Problem(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    path + " has no " + request.getMethod() + ". It has " + allowed(headers) + ".",
                    headers);
        }
        if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE) {
            return new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Bodies are JSON. Send 'Content-Type: application/json'.",
                    headers);
        }
        if (status == HttpStatus.NOT_ACCEPTABLE) {
            return new Problem(
                    ProblemCode.NOT_ACCEPTABLE,
                    "Answers are application/json, and text/event-stream at /v1/watch. Accept one of them or */*.",
                    headers);
        }
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            return new Problem(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "You send more requests than one caller may. Wait as long as 'Retry-After' says, in seconds; who runs the"
                            + " registry may raise 'ringmaster.server.limits.requests-per-second'.",
                    headers);
        }
        if (status == HttpStatus.CONTENT_TOO_LARGE) {
            return TOO_LARGE;
        }
        return status != null && status.is4xxClientError()
                ? new Problem(ProblemCode.INVALID_REQUEST, unreadableDetail(error), headers)
                : internal();
    }

    private static String allowed(HttpHeaders headers) {
        return headers.getAllow().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    }

    private static String unreadableDetail(ErrorResponse error) {
        MethodParameter parameter = error instanceof ServerWebInputException input ? input.getMethodParameter() : null;
        if (parameter != null) {
            return parameter.hasParameterAnnotation(RequestBody.class)
                    ? "The request needs a body of JSON, and it has none."
                    : "'" + parameter.getParameter().getName() + "' has a value of another kind than expected.";
        }
        return "The request cannot be read.";
    }

    private static Problem internal() {
        return new Problem(
                ProblemCode.INTERNAL,
                "The registry failed to answer. Its log says why; the request may be tried again.");
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
