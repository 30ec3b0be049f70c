package io.ringmaster.server.api;

import io.ringmaster.server.registry.RegistryObserver;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where an error becomes an answer, whoever raised it: the registry, a controller, the framework, the
 * security chain. Every answer is a problem of RFC 9457 with a stable {@code code}.
 */
@Order(-2)
final class ApiErrors implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

    private final JsonMapper json;
    private final RegistryObserver observer;

    ApiErrors(JsonMapper json, RegistryObserver observer) {
        this.json = json;
        this.observer = observer;
    }

    /** The body. */
    private record Body(String title, int status, String code, String detail) {}

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        ServerHttpRequest request = exchange.getRequest();
        Problem problem = Problem.of(error, request);
        if (problem.code() == ProblemCode.INTERNAL) {
            log.error("{} {} failed", request.getMethod(), request.getPath().value(), error);
        }
        observer.refused(problem.code().word());
        Body body = new Body(
                problem.code().status().getReasonPhrase(),
                problem.code().status().value(),
                problem.code().word(),
                problem.detail());
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setStatusCode(problem.code().status());
        response.getHeaders().putAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(bytes.length);
        DataBuffer buffer = response.bufferFactory().wrap(bytes);
        return response.writeWith(Mono.just(buffer));
    }
}
