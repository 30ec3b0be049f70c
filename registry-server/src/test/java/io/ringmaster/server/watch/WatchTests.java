package io.ringmaster.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.EventStream.Event;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.registry.Actor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WatchTests {

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start(
                "ringmaster.server.change-log-capacity=2000", "ringmaster.server.watch.heartbeat=200ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sendsSnapshotsThenSyncedThenChanges() {
        server.register("first", "a", "{\"port\":1}");
        try (EventStream watch = open("?service=first&service=first-later")) {
            Event snapshot = watch.next("snapshot");
            assertThat(snapshot.id()).isEqualTo(epoch() + "-0");
            assertThat(snapshot.at("/service")).isEqualTo("first");
            assertThat(snapshot.at("/instances/0/id")).isEqualTo("a");
            assertThat(snapshot.at("/digest")).isEqualTo(digest("first"));
            Event none = watch.next("snapshot");
            assertThat(none.at("/service")).isEqualTo("first-later");
            assertThat(none.at("/known")).isEqualTo("false");
            Event synced = watch.next("synced");
            assertThat(synced.id()).isEqualTo(revision());
            assertThat(synced.at("/revision")).isEqualTo(revision());
            assertThat(synced.at("/settled")).isEqualTo("true");

            server.register("first-later", "b", "{\"port\":2}");
            Event put = watch.next("put");
            assertThat(put.id()).isEqualTo(revision());
            assertThat(put.at("/instance/id")).isEqualTo("b");
            assertThat(put.at("/digest")).isEqualTo(digest("first-later"));

            server.register("first-not-watched", "c", "{\"port\":3}");
            server.delete("/v1/services/first/instances/a");
            Event remove = watch.next("remove");
            assertThat(remove.data())
                    .isEqualTo("{\"service\":\"first\",\"id\":\"a\",\"reason\":\"deregistered\",\"digest\":\""
                            + digest("first") + "\"}");
        }
    }

    @Test
    void beginsAtOnceWithACommentAndGoesOnWithHeartbeats() {
        try (EventStream watch = open("?service=quiet")) {
            assertThat(watch.nextOrComment()).isEqualTo(new Event(":", null, "Ringmaster " + epoch()));
            watch.upTo("synced");
            assertThat(watch.nextOrComment()).isEqualTo(new Event(":", null, "alive"));
            assertThat(watch.nextOrComment()).isEqualTo(new Event(":", null, "alive"));
        }
    }

    @Test
    void oneThatReturnsGetsOnlyWhatItMissed() {
        server.register("resume", "a", "{\"port\":1}");
        String seen = revision();
        server.register("resume", "b", "{\"port\":2}");
        server.put("/v1/services/resume/instances/b/status", "{\"status\":\"DRAINING\"}");
        server.delete("/v1/services/resume/instances/a");
        try (EventStream watch = open("?service=resume", "Last-Event-ID: " + seen)) {
            Event put = watch.next("put");
            assertThat(put.at("/instance/status"))
                    .as("two changes of b are one")
                    .isEqualTo("DRAINING");
            assertThat(put.at("/digest")).as("more of the service follows").isNull();
            Event remove = watch.next("remove");
            assertThat(remove.at("/id")).isEqualTo("a");
            assertThat(remove.at("/digest")).isEqualTo(digest("resume"));
            assertThat(watch.next("synced").at("/revision")).isEqualTo(revision());
        }
        try (EventStream watch = open("?service=resume", "Last-Event-ID: " + revision())) {
            assertThat(watch.next("synced").id()).isEqualTo(revision());
        }
    }

    @Test
    void oneFromAnotherLifeGetsSnapshots() {
        server.register("other-life", "a", "{\"port\":1}");
        for (String id : List.of("otherepoch-5", epoch() + "-0", epoch() + "-99999999", "rubbish")) {
            try (EventStream watch = open("?service=other-life", "Last-Event-ID: " + id)) {
                watch.next("snapshot");
                watch.next("synced");
            }
        }
    }

    @Test
    void oneWhosePlaceIsNoLongerKeptGetsSnapshots() {
        server.register("too-old", "a", "{\"port\":1}");
        String seen = revision();
        for (int i = 0; i < 2001; i++) {
            server.registry()
                    .override(
                            new InstanceKey("too-old", "a"),
                            new OperatorOverride(
                                    null,
                                    (i % 1000) + 0.5,
                                    null,
                                    null,
                                    server.clock().now().instant(),
                                    null),
                            Actor.anybody("10.0.0.1"),
                            server.clock().now());
        }
        try (EventStream watch = open("?service=too-old", "Last-Event-ID: " + seen)) {
            assertThat(watch.next("snapshot").at("/instances/0/override/weight"))
                    .isEqualTo("0.5");
            watch.next("synced");
        }
    }

    @Test
    void whatAWatcherHoldsAlreadyIsLeftOut() {
        server.register("known-same", "a", "{\"port\":1}");
        server.register("known-other", "a", "{\"port\":1}");
        try (EventStream watch = open("?service=known-same&service=known-other&known=known-same:" + digest("known-same")
                + "&known=known-other:0123")) {
            assertThat(watch.next("snapshot").at("/service")).isEqualTo("known-other");
            watch.next("synced");
        }
    }

    @Test
    void aWatcherMayHoldThousandsOfServices() {
        StringBuilder known = new StringBuilder("?service=thousands");
        for (int i = 0; i < 3000; i++) {
            known.append("&known=a-service-with-a-usual-name-")
                    .append(i)
                    .append(":")
                    .append("0123456789abcdef".repeat(2));
        }
        try (EventStream watch = open(known.toString())) {
            watch.next("snapshot");
            watch.next("synced");
        }
    }

    @Test
    void aServiceThatAWatcherHoldsAndTheRegistryDoesNotKnowIsAnsweredAsUnknown() {
        try (EventStream watch = open("?known=never-registered:0123")) {
            List<Event> begin = watch.upTo("synced");
            assertThat(begin)
                    .filteredOn(event -> event.name().equals("snapshot")
                            && event.at("/service").equals("never-registered"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.at("/known")).isEqualTo("false"));
        }
        String emptyDigest = "0".repeat(32);
        try (EventStream watch = open("?service=never-registered&known=never-registered:" + emptyDigest)) {
            assertThat(watch.next("snapshot").at("/known")).isEqualTo("false");
        }
    }

    @Test
    void aWatcherThatDoesNotReadHoldsNobodyUpAndEndsUpWithTheLatest() {
        try (EventStream slow = EventStream.openUnread(server.port(), "/v1/watch?service=slow", 16 * 1024);
                EventStream quick = open("?service=slow")) {
            quick.upTo("synced");
            String filler = "f".repeat(4000);
            for (int round = 0; round < 50; round++) {
                for (int id = 0; id < 4; id++) {
                    server.register(
                            "slow",
                            "i" + id,
                            "{\"port\":1,\"metadata\":{\"round\":\"" + round + "\",\"filler\":\"" + filler + "\"}}");
                }
            }
            server.delete("/v1/services/slow/instances/i0");
            quick.upTo("remove");
            slow.read();
            Map<String, String> rounds = new HashMap<>();
            for (Event event : slow.upTo("remove")) {
                if (event.name().equals("put")) {
                    rounds.put(event.at("/instance/id"), event.at("/instance/metadata/round"));
                }
            }
            rounds.remove("i0");
            assertThat(rounds).isEqualTo(Map.of("i1", "49", "i2", "49", "i3", "49"));
        }
    }

    @Test
    void aWatcherIsSeenWithWhatItHasAcknowledged() {
        server.register("seen", "a", "{\"port\":1}");
        try (EventStream watch = open("?service=seen&session=session-seen")) {
            watch.upTo("synced");
            assertThat(server.get("/v1/services/seen/watchers").at("/watchers/0/session"))
                    .isEqualTo("session-seen");
            server.put("/v1/sessions/session-seen", "{\"application\":\"orders\",\"revision\":\"" + revision() + "\"}");
            server.register("seen", "b", "{\"port\":1}");
            server.register("seen-other", "b", "{\"port\":1}");
            var answer = server.get("/v1/services/seen/watchers");
            assertThat(answer.at("/watchers/0/application")).isEqualTo("orders");
            assertThat(answer.at("/watchers/0/lag")).isEqualTo("1");
            assertThat(answer.at("/watchers/0/watchesAll")).isEqualTo("false");
        }
        await().until(() ->
                server.get("/v1/services/seen/watchers").json().at("/watchers").isEmpty());
    }

    @Test
    void sharesTheSettlingWithItsWatchers() {
        try (RunningRegistry young = RunningRegistry.start("ringmaster.server.settling-time=20s");
                EventStream watch = EventStream.open(young.port(), "/v1/watch")) {
            assertThat(watch.next("synced").at("/settled")).isEqualTo("false");
            young.clock().advance(Duration.ofSeconds(20));
            Event settled = watch.next("synced");
            assertThat(settled.at("/settled")).isEqualTo("true");
            young.register("after", "a", "{\"port\":1}");
            watch.next("put");
        }
    }

    @Test
    void saysGoodbyeBeforeItGoesAndDoesNotWait() throws InterruptedException {
        RunningRegistry leaving = RunningRegistry.start();
        leaving.register("leaving", "a", "{\"port\":1,\"session\":\"session-leaving\"}");
        try (EventStream watch = EventStream.open(leaving.port(), "/v1/watch?session=session-leaving")) {
            watch.upTo("synced");
            Thread closing = leaving.closeInBackground();
            Event bye = watch.next("bye");
            assertThat(bye.id()).isNull();
            assertThat(bye.at("/reason")).isNotBlank();
            watch.awaitEnd();
            closing.join(Duration.ofSeconds(15).toMillis());
            assertThat(closing.isAlive()).as("waits for nobody").isFalse();
        }
    }

    private static EventStream open(String query, String... headers) {
        return EventStream.open(server.port(), "/v1/watch" + query, headers);
    }

    private static String revision() {
        return server.registry().listing().revision().toString();
    }

    private static String epoch() {
        return server.registry().listing().revision().epoch();
    }

    private static String digest(String service) {
        return server.registry().listing().digest(service);
    }
}
