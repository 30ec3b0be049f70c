package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.FrequentCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests take the short way, and that the others arrive as they came. */
class ShortWayTests {

    private static final String PATH = "/v1/sessions/session-one";

    private final List<String> took = new ArrayList<>();
    private @Nullable String prefers;
    private @Nullable Actor sender = Actor.anybody("10.0.0.7");

    private final EmbeddedChannel connection = new EmbeddedChannel(
            new HttpServerCodec(),
            new ShortWay(List.of(new Beats()), new Callers() {
                @Override
                public @Nullable Actor plain(Shown shown) {
                    return sender;
                }
            }),
            new LongWay());

    private final class Beats implements FrequentCall {
        @Override
        public boolean is(String method, String path) {
            return method.equals("PUT") && path.startsWith("/v1/sessions/");
        }

        @Override
        public @Nullable Answer answer(Sent sent) {
            String text = new String(sent.body(), StandardCharsets.UTF_8);
            if (text.equals("refused")) {
                throw new IllegalStateException("refused");
            }
            if (text.equals("later")) {
                return null;
            }
            took.add("short " + text);
            prefers = sent.prefer();
            return new Answer(200, sent.body());
        }
    }

    private final class LongWay extends ChannelInboundHandlerAdapter {
        private final StringBuilder body = new StringBuilder();

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (part instanceof HttpRequest request) {
                took.add("long " + request.method());
            }
            if (part instanceof HttpContent content) {
                body.append(content.content().toString(StandardCharsets.UTF_8));
            }
            if (part instanceof LastHttpContent) {
                took.add(body.toString());
                body.setLength(0);
            }
            ReferenceCountUtil.release(part);
        }
    }

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void aPlainOneIsAnsweredAtOnceAndTheNextIsRead() {
        for (int i = 0; i < 2; i++) {
            arrives(request(PATH, "Accept", "*/*", "{}"));
            assertThat(answer())
                    .isEqualTo("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
        }
        assertThat(took).containsExactly("short {}", "short {}");
    }

    @Test
    void theOnesOfOurClientsArePlain() {
        arrives(request(PATH, "Accept", "application/json, application/problem+json\r\nPrefer: return=minimal", "{}"));
        assertThat(took).containsExactly("short {}");
        assertThat(prefers).isEqualTo("return=minimal");
    }

    @Test
    void someThatAreSentTogetherAreAnsweredInTheirOrder() {
        arrives(request(PATH, "X", "x", "one") + request(PATH, "X", "x", "three"));
        assertThat(answer()).endsWith("\r\n\r\none");
        assertThat(answer()).endsWith("\r\n\r\nthree");
    }

    @ParameterizedTest
    @CsvSource({"refused", "later"})
    void oneThatCannotBeAnsweredHereArrivesWithItsBody(String body) {
        arrives(request(PATH, "X", "x", body));
        assertThat(took).containsExactly("long PUT", body);
    }

    @Test
    void oneOfSomebodyWhoMustBeLookedIntoTakesTheLongWay() {
        sender = null;
        arrives(request(PATH, "X", "x", "{}"));
        assertThat(took).containsExactly("long PUT", "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sessions/session-one?x=1, X-Nothing, x",
        "/v1/sessions/session-one#x, X-Nothing, x",
        "/v1/sessions/session%2Done, X-Nothing, x",
        "/v1/sessions/session;one, X-Nothing, x",
        "/v1/sessions/session|one, X-Nothing, x",
        "http://localhost/v1/sessions/session-one, X-Nothing, x",
        "/v1/services, X-Nothing, x",
        "/v1/sessions/session-one, Forwarded, for=10.0.0.1",
        "/v1/sessions/session-one, X-Forwarded-For, 10.0.0.1",
        "/v1/sessions/session-one, Origin, http://localhost",
        "/v1/sessions/session-one, Content-Encoding, gzip",
        "/v1/sessions/session-one, Accept, text/html",
        "/v1/sessions/session-one, Accept, application/json;q=0.5",
        "/v1/sessions/session-one, Expect, 100-continue",
        "/v1/sessions/session-one, Connection, close",
        "/v1/sessions/session-one, Host, elsewhere",
    })
    void anUnusualOneTakesTheLongWay(String uri, String header, String value) {
        arrives(request(uri, header, value, "{}"));
        assertThat(took).containsExactly("long PUT", "{}");
        assertThat(connection.<Object>readOutbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /v1/sessions/s HTTP/1.0\r\n"
                        + "Host: h\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n"
                        + "{}",
                "PUT /v1/sessions/s HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "PUT /v1/sessions/s HTTP/1.1\r\n"
                        + "Host: h_h\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n"
                        + "{}",
                "PUT /v1/sessions/s HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
                "PUT /v1/sessions/s HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}",
                "PUT /v1/sessions/s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            })
    void oneWithAnUnusualHeadTakesTheLongWay(String request) {
        arrives(request);
        assertThat(took).containsExactly("long PUT", "{}");
    }

    @Test
    void aBodyMayComeAMomentAfterItsHead() {
        String request = request(PATH, "X", "x", "{}");
        arrives(request.substring(0, request.length() - 2));
        assertThat(took).isEmpty();
        arrives("{}");
        assertThat(took).containsExactly("short {}");
    }

    @Test
    void oneWhoseBodyComesInPiecesTakesTheLongWay() {
        String request = request(PATH, "X", "x", "{}");
        arrives(request.substring(0, request.length() - 1));
        assertThat(took).containsExactly("long PUT");
        arrives("}");
        assertThat(took).containsExactly("long PUT", "{}");
    }

    @Test
    void oneWhoseBodyDoesNotComeIsWaitedForElsewhere() {
        String request = request(PATH, "X", "x", "{}");
        arrives(request.substring(0, request.length() - 2));
        connection.pipeline().fireChannelReadComplete();
        assertThat(took).containsExactly("long PUT");
        arrives("{}");
        assertThat(took).containsExactly("long PUT", "{}");
    }

    @Test
    void noAnswerOvertakesThatToAnEarlierRequest() {
        arrives("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + request(PATH, "X", "x", "second"));
        assertThat(took).containsExactly("long GET", "", "long PUT", "second");
        connection.writeOutbound(response(HttpResponseStatus.CONTINUE), response(HttpResponseStatus.NO_CONTENT));
        arrives(request(PATH, "X", "x", "third"));
        assertThat(took).doesNotContain("short third");
        connection.writeOutbound(response(HttpResponseStatus.OK), response(HttpResponseStatus.OK));
        arrives(request(PATH, "X", "x", "fourth"));
        assertThat(took).contains("short fourth");
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    }

    private static String request(String uri, String header, String value, String body) {
        return "PUT " + uri + " HTTP/1.1\r\nHost: localhost:8761\r\nContent-Type: application/json\r\n" + header + ": "
                + value + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void arrives(String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private String answer() {
        ByteBuf answer = connection.readOutbound();
        String text = answer.toString(StandardCharsets.US_ASCII);
        answer.release();
        return text;
    }
}
