package io.ringmaster.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The clients of all kinds of registries: one thread, connections that are kept, answers compressed where the server does so. */
final class Http implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final LoopResources loop = LoopResources.create("load", 1, true);
    private final ConnectionProvider connections;
    private final Traffic traffic = new Traffic();
    private final HttpClient client;

    Http(int port, int mostConnections) {
        connections = ConnectionProvider.builder("load")
                .maxConnections(mostConnections)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(PATIENCE)
                .build();
        client = HttpClient.create(connections)
                .runOn(loop)
                .host("127.0.0.1")
                .port(port)
                .compress(true)
                .doOnChannelInit(
                        (observer, channel, address) -> channel.pipeline().addFirst(traffic));
    }

    /** Returns the bytes that came in so far. */
    long received() {
        return traffic.received();
    }

    /** Returns the body as it comes in, decompressed; fails unless the status says that all is well. */
    Flux<ByteBuf> receive(Call call) {
        return client.headers(headers -> {
                    call.headers().forEach(headers::set);
                    if (call.body().length > 0) {
                        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
                    }
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
                })
                .request(call.method())
                .uri(call.path())
                .send(
                        call.body().length == 0
                                ? Mono.empty()
                                : Mono.fromSupplier(() -> Unpooled.wrappedBuffer(call.body())))
                .response((response, body) -> response.status().code() / 100 == 2
                        ? body
                        : Flux.error(new IllegalStateException(
                                call.method() + " " + call.path() + " was answered by " + response.status())));
    }

    /** Sends a request and completes when it is answered. */
    Mono<Void> send(Call call) {
        return receive(call).then();
    }

    /**
     * Sends requests, so many at a time, and waits for all answers.
     *
     * @throws RuntimeException if one is refused, or if they are not all answered after three minutes
     */
    void sendAll(List<Call> calls, int atOnce) {
        Flux.fromIterable(calls).flatMap(this::send, atOnce).then().block(PATIENCE);
    }

    /**
     * Sends requests at a steady pace, whether or not those before are answered, and waits for all answers.
     *
     * @throws RuntimeException as above
     */
    void sendPaced(List<Call> calls, int perSecond) {
        Flux.interval(Duration.ofSeconds(1).dividedBy(perSecond))
                .onBackpressureBuffer()
                .take(calls.size())
                .flatMap(tick -> send(calls.get(tick.intValue())), calls.size())
                .then()
                .block(PATIENCE);
    }

    @Override
    public void close() {
        connections.dispose();
        loop.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block();
    }
}
