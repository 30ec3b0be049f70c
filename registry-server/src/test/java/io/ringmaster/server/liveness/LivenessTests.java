package io.ringmaster.server.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.EventStream.Event;
import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real sockets: a port that is closed, and a stream that breaks. */
class LivenessTests {

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aProcessThatDiedIsSuspectAtOnceAndDownWhenItsPortRefuses() throws IOException {
        try (EventStream watch = EventStream.open(server.port(), "/v1/watch?service=died")) {
            watch.upTo("synced");
            ServerSocket port = listen();
            server.register("died", "a", "{\"port\":" + port.getLocalPort() + ",\"session\":\"session-died\"}");
            watch.next("put");
            EventStream ownStream = EventStream.open(server.port(), "/v1/watch?session=session-died");
            ownStream.upTo("synced");

            port.close();
            ownStream.close();

            // A slow watcher may see both as one.
            Event down = watch.next("put");
            while (!down.at("/instance/status").equals("DOWN")) {
                assertThat(down.at("/instance/status")).isEqualTo("SUSPECT");
                down = watch.next("put");
            }
            assertThat(down.at("/instance/observedCause")).isEqualTo("connection refused");
            // The history is told right after those who watch.
            await().until(() ->
                    "failed".equals(server.get("/v1/events?service=died").at("/events/0/event")));
            var events = server.get("/v1/events?service=died");
            assertThat(events.at("/events/1/event")).isEqualTo("suspected");
            assertThat(events.at("/events/1/cause")).isEqualTo("its stream broke");
        }
    }

    @Test
    void aProcessThatStillListensStaysSuspectUntilItsHeartbeatIsBack() throws IOException {
        try (ServerSocket port = listen();
                EventStream watch = EventStream.open(server.port(), "/v1/watch?service=alive")) {
            watch.upTo("synced");
            server.register("alive", "a", "{\"port\":" + port.getLocalPort() + ",\"session\":\"session-alive\"}");
            watch.next("put");
            double connected = probes("connected");
            EventStream ownStream = EventStream.open(server.port(), "/v1/watch?session=session-alive");
            ownStream.upTo("synced");
            ownStream.close();

            assertThat(watch.next("put").at("/instance/status")).isEqualTo("SUSPECT");
            await().until(() -> probes("connected") == connected + 1);
            server.put("/v1/sessions/session-alive", "{}");
            assertThat(watch.next("put").at("/instance/status")).isEqualTo("UP");
        }
    }

    @Test
    void aProcessThatTakesConnectionsAndSaysNothingIsDownOnceItsHeartbeatsAreMissing() throws IOException {
        try (ServerSocket port = listen();
                EventStream watch = EventStream.open(server.port(), "/v1/watch?service=hung")) {
            watch.upTo("synced");
            server.register(
                    "hung",
                    "a",
                    "{\"port\":" + port.getLocalPort()
                            + ",\"session\":\"session-hung\",\"check\":{\"type\":\"http\",\"path\":\"/live\"}}");
            watch.next("put");

            double silent = probes("silent");
            server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"hung\",\"id\":\"a\"}]}");
            await().until(() -> probes("silent") == silent + 1);
            assertThat(status("hung")).as("it beats, so it is busy").isEqualTo("UP");

            for (int second = 0; second < 6; second++) {
                server.clock().advance(Duration.ofSeconds(1));
                server.registry().expireLapsed(server.clock().now());
            }

            Event down = watch.next("put");
            assertThat(down.at("/instance/status")).isEqualTo("DOWN");
            assertThat(down.at("/instance/observedCause"))
                    .isEqualTo("no heartbeat for 6 s, and its port accepts connections and does not answer");
        }
    }

    @Test
    void aCallerThatCouldNotConnectIsBelievedOnceItIsProven() throws IOException {
        int closed;
        try (ServerSocket port = listen()) {
            closed = port.getLocalPort();
        }
        server.register("called", "a", "{\"port\":" + closed + "}");
        server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"called\",\"id\":\"a\"}]}");
        await().until(() -> status("called").equals("DOWN"));
    }

    @Test
    void aCallerThatIsWrongHarmsNobody() throws IOException {
        try (ServerSocket port = listen()) {
            server.register("slandered", "a", "{\"port\":" + port.getLocalPort() + "}");
            double connected = probes("connected");
            server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"slandered\",\"id\":\"a\"}]}");
            await().until(() -> probes("connected") == connected + 1);
            assertThat(status("slandered")).isEqualTo("UP");
        }
    }

    @Test
    void anAddressThatIsNotTheInstancesOwnIsNeverProbed() {
        double before = probes("not-allowed");
        server.register("elsewhere", "a", "{\"host\":\"192.0.2.7\",\"port\":22}");
        server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"elsewhere\",\"id\":\"a\"}]}");
        await().until(() -> probes("not-allowed") == before + 1);
        assertThat(status("elsewhere")).isEqualTo("UP");
    }

    @Test
    void aNameIsResolvedBeforeItIsAllowed() throws IOException {
        int closed;
        try (ServerSocket port = listen()) {
            closed = port.getLocalPort();
        }
        server.register("named", "a", "{\"host\":\"localhost\",\"port\":" + closed + "}");
        server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"named\",\"id\":\"a\"}]}");
        await().until(() -> status("named").equals("DOWN"));
    }

    @Test
    void oneThatWantsNoProbeGetsNone() {
        double before = probes("not-wanted");
        server.register("private", "a", "{\"port\":9,\"check\":{\"type\":\"none\"}}");
        server.put("/v1/sessions/session-caller", "{\"failedCalls\":[{\"service\":\"private\",\"id\":\"a\"}]}");
        await().until(() -> probes("not-wanted") == before + 1);
        assertThat(status("private")).isEqualTo("UP");
    }

    @Test
    void theFenceKnowsTheHostFromItsNeighbours() throws IOException {
        ProbeFence fence = new ProbeFence(List.of());
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress neighbour = InetAddress.getByName("192.0.2.7");
        assertThat(fence.allows(neighbour, "192.0.2.7")).isTrue();
        assertThat(fence.allows(neighbour, "192.0.2.8")).isFalse();
        assertThat(fence.allows(neighbour, "127.0.0.1")).isFalse();
        assertThat(fence.allows(loopback, "127.0.0.1")).isTrue();
        assertThat(fence.allows(InetAddress.getByName("::1"), "127.0.0.1")).isTrue();
        assertThat(fence.allows(loopback, "192.0.2.7"))
                .as("loopback of the registry is not that of a remote instance")
                .isFalse();
        assertThat(fence.allows(loopback, "no address")).isFalse();
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static String status(String service) {
        return server.get("/v1/services/" + service + "/instances/a").at("/instance/status");
    }

    private static double probes(String outcome) {
        return server.bean(MeterRegistry.class).find("ringmaster.probes").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
