package io.ringmaster.registration;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.FakeRegistry;
import io.ringmaster.model.SessionBeat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import reactor.core.publisher.Mono;

/** Real web servers: what callers make them do is counted, is in the beats, and ends, however it ends. */
class LoadReportIT {

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void beatsSayHowManyRequestsAreServedNow(WebApplicationType type) {
        try (ConfigurableApplicationContext application = Applications.start(type, registry, Application.class)) {
            int port = Applications.port(application);
            List<CompletableFuture<Integer>> calls = List.of(call(port), call(port));
            await().until(() -> Integer.valueOf(2).equals(reported()));

            application.getBean(Application.class).answer.complete("late");

            assertThat(calls).extracting(CompletableFuture::join).containsOnly(200);
            await().until(() -> Integer.valueOf(0).equals(reported()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void aRequestThatFailsEnds(WebApplicationType type) {
        try (ConfigurableApplicationContext application = Applications.start(type, registry, Application.class)) {
            int port = Applications.port(application);

            assertThat(Applications.get(port, "/nothing")).isEqualTo(404);
            assertThat(Applications.get(port, "/fails")).isEqualTo(500);
            assertThat(Applications.get(port, "/fails-later")).isEqualTo(500);
            if (type == WebApplicationType.SERVLET) {
                assertThat(Applications.get(port, "/times-out")).isEqualTo(503);
            }

            await().until(() -> inFlight(application) == 0);
        }
    }

    @Test
    void aCallerThatHangsUpIsServedNoLonger() throws IOException {
        try (ConfigurableApplicationContext application =
                Applications.start(WebApplicationType.REACTIVE, registry, Application.class)) {
            try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), Applications.port(application))) {
                String request = "GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n";
                caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                await().until(() -> inFlight(application) == 1);
            }
            await().until(() -> inFlight(application) == 0);
        }
    }

    private Integer reported() {
        List<SessionBeat.Held> held = registry.lastBeat().instances();
        return held.isEmpty() ? null : held.get(0).inFlight();
    }

    private static int inFlight(ConfigurableApplicationContext application) {
        return application.getBean(RequestsInFlight.class).inFlight();
    }

    private static CompletableFuture<Integer> call(int port) {
        return CompletableFuture.supplyAsync(() -> Applications.get(port, "/later"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {

        private final CompletableFuture<String> answer = new CompletableFuture<>();

        @GetMapping("/later")
        Mono<String> later() {
            return Mono.fromFuture(answer, true);
        }

        @GetMapping("/fails")
        String fails() {
            throw new IllegalStateException("No.");
        }

        @GetMapping("/fails-later")
        Mono<String> failsLater() {
            return Mono.error(new IllegalStateException("No."));
        }

        @GetMapping("/times-out")
        DeferredResult<String> timesOut() {
            return new DeferredResult<>(1L);
        }
    }
}
