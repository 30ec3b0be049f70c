package io.ringmaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.EventStream.Event;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever drains an instance is answered when nobody chooses it any more. Real streams, real requests. */
class DrainTests {

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
    void theAnswerComesWithTheLastAcknowledgement() throws Exception {
        register("acknowledged");
        try (EventStream one = watch("acknowledged", "session-one");
                EventStream two = watch("acknowledged", "session-two")) {
            String drained = drain("acknowledged", one, two);
            CompletableFuture<Answer> answer = ask("acknowledged", 60);

            acknowledge("session-one", drained);
            Answer meanwhile = ask("acknowledged", 0).get(30, TimeUnit.SECONDS);
            assertThat(meanwhile.at("/acknowledged")).isEqualTo("false");
            assertThat(meanwhile.at("/watchers")).isEqualTo("2");
            assertThat(meanwhile.at("/waitingFor/0/session")).isEqualTo("session-two");
            assertThat(meanwhile.at("/waitingFor/0/application")).isEqualTo("shop");
            assertThat(answer).isNotDone();

            acknowledge("session-two", drained);
            assertThat(answer.get(30, TimeUnit.SECONDS).at("/acknowledged")).isEqualTo("true");
        }
    }

    @Test
    void whoGoesAwayIsWaitedForNoLonger() throws Exception {
        register("gone");
        EventStream leaver = watch("gone", "session-leaver");
        drain("gone", leaver);
        CompletableFuture<Answer> answer = ask("gone", 60);

        leaver.close();

        assertThat(answer.get(30, TimeUnit.SECONDS).at("/acknowledged")).isEqualTo("true");
    }

    @Test
    void whenTheTimeIsOverItSaysWhoHasNot() throws Exception {
        register("slow");
        try (EventStream slow = watch("slow", "session-slow")) {
            drain("slow", slow);
            Answer answer = ask("slow", 1).get(30, TimeUnit.SECONDS);
            assertThat(answer.at("/acknowledged")).isEqualTo("false");
            assertThat(answer.at("/waitingFor/0/session")).isEqualTo("session-slow");
        }
    }

    @Test
    void oneThatNobodyWatchesIsDrainedAtOnce() throws Exception {
        register("lonely");
        server.put("/v1/services/lonely/instances/a/override", "{\"status\":\"DRAINING\",\"reason\":\"upgrade\"}");
        Answer answer = ask("lonely", 60).get(30, TimeUnit.SECONDS);
        assertThat(answer.at("/acknowledged")).isEqualTo("true");
        assertThat(answer.at("/watchers")).isEqualTo("0");
    }

    @Test
    void badQuestionsGetAnAnswerThatHelps() throws Exception {
        register("up");
        Answer up = server.get("/v1/services/up/instances/a/drain");
        assertThat(up.status()).isEqualTo(409);
        assertThat(up.at("/code")).isEqualTo("not-draining");
        assertThat(server.get("/v1/services/up/instances/nobody/drain").at("/code"))
                .isEqualTo("unknown-instance");
        Answer tooLong = server.get("/v1/services/up/instances/a/drain?timeoutSeconds=61");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.at("/detail")).contains("up to 60");
    }

    private static void register(String service) {
        server.register(service, "a", "{\"port\":9,\"session\":\"session-of-" + service + "\"}");
    }

    private static EventStream watch(String service, String session) {
        EventStream stream = EventStream.open(server.port(), "/v1/watch?service=" + service + "&session=" + session);
        stream.upTo("synced");
        server.put("/v1/sessions/" + session, "{\"application\":\"shop\"}");
        return stream;
    }

    /** Returns the revision that its watchers have seen it drain with. */
    private static String drain(String service, EventStream... watchers) {
        server.put("/v1/services/" + service + "/instances/a/status", "{\"status\":\"DRAINING\"}");
        String revision = "";
        for (EventStream watcher : watchers) {
            Event put = watcher.next("put");
            assertThat(put.at("/instance/status")).isEqualTo("DRAINING");
            revision = put.id();
        }
        return revision;
    }

    private static void acknowledge(String session, String revision) {
        server.put("/v1/sessions/" + session, "{\"application\":\"shop\",\"revision\":\"" + revision + "\"}");
    }

    private static CompletableFuture<Answer> ask(String service, int timeoutSeconds) {
        return CompletableFuture.supplyAsync(
                () -> server.get("/v1/services/" + service + "/instances/a/drain?timeoutSeconds=" + timeoutSeconds));
    }
}
