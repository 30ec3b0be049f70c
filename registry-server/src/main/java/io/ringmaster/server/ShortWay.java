package io.ringmaster.server;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.FrequentCall;
import io.ringmaster.server.registry.FrequentStream;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where a request comes in. Nearly all are beats, and the filters, the chain of security and the search for a controller cost
 * several times what a beat does; so a {@link FrequentCall} that is plain in every respect is answered here. Whatever is not plain
 * goes on to the framework as it came, its body included, and so does every refusal.
 */
final class ShortWay implements HttpHandler {

    private static final long MAX_BODY = 64 * 1024;

    private final HttpHandler longWay;
    private final List<FrequentCall> calls;
    private final List<FrequentStream> streams;
    private final Callers callers;

    ShortWay(HttpHandler longWay, List<FrequentCall> calls, List<FrequentStream> streams, Callers callers) {
        this.longWay = longWay;
        this.calls = calls;
        this.streams = streams;
        this.callers = callers;
    }

    /** The body, or why it could not be read. */
    private record Read(byte[] body, @Nullable Throwable failure) {}

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        String method = request.getMethod().name();
        String path = request.getURI().getRawPath();
        for (FrequentCall call : calls) {
            if (call.is(method, path)) {
                return call(call, path, request, response);
            }
        }
        for (FrequentStream stream : streams) {
            if (stream.is(method, path)) {
                return stream(stream, path, request, response);
            }
        }
        return longWay.handle(request, response);
    }

    private Mono<Void> call(FrequentCall call, String path, ServerHttpRequest request, ServerHttpResponse response) {
        Actor by = isPlain(request) && isPlainCall(request) ? sender(request, path) : null;
        if (by == null) {
            return longWay.handle(request, response);
        }
        return DataBufferUtils.join(request.getBody())
                .map(buffer -> new Read(bytes(buffer), null))
                .onErrorResume(failure -> Mono.just(new Read(new byte[0], failure)))
                .flatMap(read -> {
                    FrequentCall.Answer answer = read.failure == null ? answer(call, path, read.body, by) : null;
                    return answer == null
                            ? longWay.handle(as(request, response, read), response)
                            : write(answer, response);
                });
    }

    private Mono<Void> stream(
            FrequentStream stream, String path, ServerHttpRequest request, ServerHttpResponse response) {
        Actor by = isPlain(request) && isPlainStream(request) ? sender(request, path) : null;
        if (by == null) {
            return longWay.handle(request, response);
        }
        Flow.Publisher<Flow.Publisher<byte[]>> chunks;
        try {
            chunks = stream.open(request.getQueryParams(), request.getHeaders().getFirst("Last-Event-ID"), by);
        } catch (RuntimeException refused) {
            return longWay.handle(request, response);
        }
        stream.headers().forEach(response.getHeaders()::set);
        DataBufferFactory buffers = response.bufferFactory();
        return response.writeAndFlushWith(JdkFlowAdapter.flowPublisherToFlux(chunks)
                        .map(chunk -> JdkFlowAdapter.flowPublisherToFlux(chunk).map(buffers::wrap)))
                .onErrorResume(refused -> !response.isCommitted(), refused -> {
                    stream.headers().keySet().forEach(response.getHeaders()::remove);
                    return longWay.handle(request, response);
                });
    }

    /** Whether nothing about the request needs the framework: nothing escaped in its path, and no proxy or page of another origin. */
    private static boolean isPlain(ServerHttpRequest request) {
        String path = request.getURI().getRawPath();
        HttpHeaders headers = request.getHeaders();
        return path.indexOf('%') < 0
                && path.indexOf(';') < 0
                && !headers.containsHeader("Forwarded")
                && !headers.containsHeader("X-Forwarded-For")
                && !headers.containsHeader(HttpHeaders.ORIGIN);
    }

    private static boolean isPlainCall(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        long length = headers.getContentLength();
        return request.getURI().getRawQuery() == null
                && length > 0
                && length <= MAX_BODY
                && isJson(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                && acceptsJson(headers.getFirst(HttpHeaders.ACCEPT))
                && !headers.containsHeader(HttpHeaders.CONTENT_ENCODING);
    }

    /** A list in one parameter is taken apart by the framework. */
    private static boolean isPlainStream(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        String accept = request.getHeaders().getFirst(HttpHeaders.ACCEPT);
        return (query == null || query.indexOf(',') < 0 && query.indexOf('%') < 0)
                && MediaType.TEXT_EVENT_STREAM_VALUE.equals(accept);
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.equalsIgnoreCase(MediaType.APPLICATION_JSON_VALUE);
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null || accept.equals(MediaType.ALL_VALUE) || isJson(accept);
    }

    private @Nullable Actor sender(ServerHttpRequest request, String path) {
        try {
            return callers.plain(new Callers.Shown(
                    request.getMethod().name(),
                    path,
                    request.getURI().getHost(),
                    request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION),
                    request.getRemoteAddress()));
        } catch (RuntimeException unusual) {
            return null;
        }
    }

    private static FrequentCall.@Nullable Answer answer(FrequentCall call, String path, byte[] body, Actor by) {
        try {
            return call.answer(path, body, by);
        } catch (RuntimeException refused) {
            // It has changed nothing. The long way comes to the same refusal and knows how to answer it.
            return null;
        }
    }

    private static Mono<Void> write(FrequentCall.Answer answer, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(answer.json().length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.json())));
    }

    /** Returns the request with a body that can be read once more. */
    private static ServerHttpRequest as(ServerHttpRequest request, ServerHttpResponse response, Read read) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return read.failure == null
                        ? Flux.just(response.bufferFactory().wrap(read.body))
                        : Flux.error(read.failure);
            }
        };
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
