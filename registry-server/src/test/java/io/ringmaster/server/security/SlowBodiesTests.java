package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

/** How long a connection waits for the end of a request. */
class SlowBodiesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long NOTHING_IS_DUE = -1;

    private static final String HEAD = "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";

    private final EmbeddedChannel connection = new EmbeddedChannel();

    @BeforeEach
    void watch() {
        connection.freezeTime();
        connection.pipeline().addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
        SlowBodies.watch(connection, PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", HEAD + "body", HEAD + "body" + HEAD + "body"})
    void whatArrivesAsAWholeLeavesNothingBehind(String requests) {
        arrives(requests);
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING_IS_DUE);
    }

    @Test
    void aBodyThatComesInTimeLeavesNothingBehind() {
        arrives(HEAD);
        passes(PATIENCE.minusMillis(1));
        arrives("bo");
        arrives("dy");
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING_IS_DUE);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void theTimeIsForTheWholeBodyAndNotForEachPiece() {
        arrives(HEAD);
        passes(PATIENCE.minusMillis(1));
        arrives("bod");
        passes(Duration.ofMillis(1));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void theNextRequestHasItsOwnTime() {
        arrives(HEAD);
        passes(PATIENCE.minusMillis(1));
        arrives("body");
        arrives(HEAD);
        passes(PATIENCE.minusMillis(1));
        assertThat(connection.isOpen()).isTrue();
        passes(Duration.ofMillis(1));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoHangsUpLeavesNothingBehind() {
        arrives(HEAD);
        connection.close();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING_IS_DUE);
    }

    private void arrives(String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
        connection.releaseInbound();
    }

    private void passes(Duration time) {
        connection.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
    }
}
