package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.FrequentCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which requests take the short way, and that the others arrive as they came. */
class ShortWayTests {

    private static final String PATH = "/v1/sessions/session-one";

    private final List<String> took = new ArrayList<>();
    private @Nullable Actor sender = Actor.anybody("10.0.0.7");

    private final ShortWay way = new ShortWay(this::longWay, List.of(new Beats()), List.of(), new Callers() {
        @Override
        public @Nullable Actor plain(Shown shown) {
            return sender;
        }
    });

    private final class Beats implements FrequentCall {
        @Override
        public boolean is(String method, String path) {
            return method.equals("PUT") && path.startsWith("/v1/sessions/");
        }

        @Override
        public @Nullable Answer answer(String path, byte[] body, Actor by) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.equals("refused")) {
                throw new IllegalStateException("refused");
            }
            if (text.equals("later")) {
                return null;
            }
            took.add("short " + text);
            return new Answer(200, body);
        }
    }

    private Mono<Void> longWay(ServerHttpRequest request, ServerHttpResponse response) {
        return request.getBody()
                .map(buffer -> buffer.toString(StandardCharsets.UTF_8))
                .collectList()
                .doOnNext(body -> took.add("long " + String.join("", body)))
                .then();
    }

    @Test
    void aPlainOneIsAnsweredAtOnce() {
        MockServerHttpResponse response = send(request(PATH), "{}");
        assertThat(took).containsExactly("short {}");
        assertThat(response.getBodyAsString().block()).isEqualTo("{}");
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
    }

    @ParameterizedTest
    @CsvSource({"refused", "later"})
    void oneThatCannotBeAnsweredHereArrivesWithItsBody(String body) {
        send(request(PATH), body);
        assertThat(took).containsExactly("long " + body);
    }

    @Test
    void oneOfSomebodyWhoMustBeLookedIntoTakesTheLongWay() {
        sender = null;
        send(request(PATH), "{}");
        assertThat(took).containsExactly("long {}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sessions/session-one?x=1, X-Nothing, x",
        "/v1/sessions/session%2Done, X-Nothing, x",
        "/v1/sessions/session;one, X-Nothing, x",
        "/v1/services, X-Nothing, x",
        "/v1/sessions/session-one, Forwarded, for=10.0.0.1",
        "/v1/sessions/session-one, X-Forwarded-For, 10.0.0.1",
        "/v1/sessions/session-one, Origin, http://localhost",
        "/v1/sessions/session-one, Content-Encoding, gzip",
        "/v1/sessions/session-one, Accept, text/html",
        "/v1/sessions/session-one, Content-Type, text/plain",
    })
    void anUnusualOneTakesTheLongWay(String uri, String header, String value) {
        MockServerHttpRequest.BodyBuilder request = header.equals(HttpHeaders.CONTENT_TYPE)
                ? MockServerHttpRequest.method(HttpMethod.PUT, URI.create(uri))
                : request(uri);
        request.header(header, value);
        send(request, "{}");
        assertThat(took).containsExactly("long {}");
    }

    @Test
    void oneThatDoesNotSayHowLongItIsTakesTheLongWay() {
        MockServerHttpRequest request = MockServerHttpRequest.put(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Flux.empty());
        way.handle(request, new MockServerHttpResponse()).block();
        assertThat(took).containsExactly("long ");
    }

    private static MockServerHttpRequest.BodyBuilder request(String uri) {
        return MockServerHttpRequest.method(HttpMethod.PUT, URI.create(uri)).contentType(MediaType.APPLICATION_JSON);
    }

    private MockServerHttpResponse send(MockServerHttpRequest.BodyBuilder request, String body) {
        MockServerHttpResponse response = new MockServerHttpResponse();
        way.handle(request.contentLength(body.length()).body(body), response).block();
        return response;
    }
}
