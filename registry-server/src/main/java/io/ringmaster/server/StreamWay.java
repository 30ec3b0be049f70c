package io.ringmaster.server;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.FrequentStream;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

/**
 * Where streams leave the way of the framework, which would keep for each what it needs to hold an unfinished request. A {@link
 * FrequentStream} that is plain in every respect is answered here; whatever is not goes on as it came, and so does every refusal.
 */
final class StreamWay implements HttpHandler {

    private final HttpHandler longWay;
    private final List<FrequentStream> streams;
    private final Callers callers;

    StreamWay(HttpHandler longWay, List<FrequentStream> streams, Callers callers) {
        this.longWay = longWay;
        this.streams = streams;
        this.callers = callers;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        String method = request.getMethod().name();
        String path = request.getURI().getRawPath();
        for (FrequentStream stream : streams) {
            if (stream.is(method, path)) {
                return stream(stream, path, request, response);
            }
        }
        return longWay.handle(request, response);
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

    /** A list in one parameter is taken apart by the framework. */
    private static boolean isPlainStream(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        String accept = request.getHeaders().getFirst(HttpHeaders.ACCEPT);
        return (query == null || query.indexOf(',') < 0 && query.indexOf('%') < 0)
                && MediaType.TEXT_EVENT_STREAM_VALUE.equals(accept);
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
}
