package io.ringmaster.client;

import static io.ringmaster.client.ClientFixture.await;
import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.client.FakeRegistry.Call;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogWatchTests {

    private final FakeRegistry registry = new FakeRegistry();
    private final ClientFixture fixture = new ClientFixture(registry.url());
    private final CatalogMirror mirror = fixture.mirror;

    @AfterEach
    void close() {
        fixture.close();
        registry.close();
    }

    @Test
    void feedsTheMirror() {
        registry.put(up("orders", "1"));
        start();

        assertThat(ids("orders")).containsExactly("1");
        assertThat(fixture.watch.connected()).isTrue();

        registry.put(up("orders", "2"));
        registry.remove(up("orders", "1").key());

        await().untilAsserted(() -> assertThat(ids("orders")).containsExactly("2"));
    }

    @Test
    void watchesTheServicesThatAreWanted() {
        try (ClientFixture some =
                new ClientFixture(null, Duration.ofSeconds(20), List.of("orders", "stock"), registry.url())) {
            some.watch.start();
            await().until(() -> some.mirror.synced());

            assertThat(registry.watches().get(0).query())
                    .contains("session=session-0001")
                    .contains("service=orders")
                    .contains("service=stock");
        }
    }

    @Test
    void comesBackWithWhatItHolds() {
        registry.put(up("orders", "1"));
        start();
        String revision = registry.revision().toString();

        registry.breakStreams();

        await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
        Call second = registry.watches().get(1);
        assertThat(second.headers()).containsEntry("Last-Event-ID", revision);
        assertThat(second.query()).contains("known=orders:");
        assertThat(ids("orders")).containsExactly("1");
        assertThat(fixture.outage.current()).isNull();
    }

    @Test
    void catchesUpWithWhatItMissed() {
        registry.put(up("orders", "1"));
        start();

        registry.answerStreams(Answer.of(503, ""));
        registry.breakStreams();
        registry.put(up("orders", "2"));
        await().until(() -> fixture.outage.current() != null);
        assertThat(ids("orders")).containsExactly("1");

        registry.answerStreams(null);

        await().untilAsserted(() -> assertThat(ids("orders")).containsExactly("1", "2"));
        await().until(() -> fixture.outage.current() == null);
    }

    @Test
    void keepsTheListWhileTheRegistryIsGone() {
        registry.put(up("orders", "1"));
        start();

        registry.close();

        await().until(() -> fixture.outage.current() != null);
        assertThat(fixture.outage.current().what()).contains(registry.url()).contains("connection refused");
        assertThat(ids("orders")).containsExactly("1");
        assertThat(fixture.watch.connected()).isFalse();
    }

    @Test
    void goesOnToTheNextServer() {
        FakeRegistry other = new FakeRegistry();
        other.put(up("orders", "7"));
        try (ClientFixture two = new ClientFixture(registry.url(), other.url())) {
            two.watch.start();
            await().until(() -> two.mirror.synced());

            registry.close();

            await().until(() -> two.mirror.service("orders") != null);
            assertThat(two.client.servers().current()).hasToString(other.url());
        } finally {
            other.close();
        }
    }

    @Test
    void aNodeThatSaysGoodbyeIsLeftAtOnce() {
        FakeRegistry other = new FakeRegistry();
        try (ClientFixture two = new ClientFixture(registry.url(), other.url())) {
            two.watch.start();
            await().until(() -> two.mirror.synced());
            two.ticker.advance(Duration.ofSeconds(1));

            registry.bye();

            await().until(() -> !other.watches().isEmpty());
            assertThat(registry.watches()).hasSize(1);
        } finally {
            other.close();
        }
    }

    @Test
    void theStreamFollowsTheCallsToAnotherServer() {
        FakeRegistry other = new FakeRegistry();
        try (ClientFixture two = new ClientFixture(registry.url(), other.url())) {
            two.watch.start();
            await().until(two.watch::connected);
            registry.answerCalls(Answer.of(503, ""));

            two.session.start();

            await().until(() -> !other.calls("PUT", "/v1/sessions/").isEmpty());
            await().until(() -> {
                two.watch.check();
                return !other.watches().isEmpty() && two.watch.connected();
            });
            assertThat(registry.watches()).hasSize(1);
        } finally {
            other.close();
        }
    }

    @Test
    void givesUpAStreamThatHasGoneSilent() {
        start();

        fixture.ticker.advance(Duration.ofSeconds(14));
        fixture.watch.check();
        assertThat(registry.watches()).hasSize(1);

        fixture.ticker.advance(Duration.ofSeconds(2));
        fixture.watch.check();
        await().until(() -> registry.watches().size() >= 2);
    }

    @Test
    void aCommentIsNoSilence() {
        start();
        fixture.ticker.advance(Duration.ofSeconds(10));
        registry.send(": ping\n\n");
        registry.put(up("orders", "1"));
        await().until(() -> mirror.service("orders") != null);

        fixture.ticker.advance(Duration.ofSeconds(10));
        fixture.watch.check();

        registry.put(up("orders", "2"));
        await().until(() -> ids("orders").size() == 2);
        assertThat(registry.watches()).hasSize(1);
    }

    @Test
    void garbageInTheStreamLosesNothingAndIsReadAnewFromNothing() {
        registry.put(up("orders", "1"));
        start();

        registry.send("event: put\nid: a-2\ndata: {\"instance\":\n\n");

        await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
        Call second = registry.watches().get(1);
        assertThat(second.headers()).doesNotContainKey("Last-Event-ID");
        assertThat(second.query()).doesNotContain("known=");
        assertThat(ids("orders")).containsExactly("1");
        assertThat(fixture.outage.current()).isNull();
    }

    @Test
    void aChangeWithoutAnIdOrOutOfOrderIsGarbage() {
        registry.put(up("orders", "1"));
        start();

        registry.send("event: remove\nid: a-1\ndata: {\"service\":\"orders\",\"id\":\"1\",\"reason\":\"expired\"}\n\n");

        await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void halfALineIsNothing() {
        registry.put(up("orders", "1"));
        start();

        registry.send("event: remove\nid: a-9\ndata: {\"service\":\"orders\",\"id\":\"1\",\"rea");
        registry.breakStreams();

        await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
        assertThat(registry.watches().get(1).headers()).containsEntry("Last-Event-ID", "a-1");
        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void eventsOfANewerRegistryArePassedOver() {
        start();

        registry.send("event: fanfare\ndata: tada\n\n");
        registry.put(up("orders", "1"));

        await().until(() -> mirror.service("orders") != null);
        assertThat(registry.watches()).hasSize(1);
    }

    @Test
    void aRegistryThatRestartsEmptyTakesNothingAwayUntilItIsSettled() {
        registry.put(up("orders", "1"));
        start();
        registry.settle(false);

        registry.forgetEverything();

        await().until(() -> registry.revision().equals(mirror.revision()));
        assertThat(ids("orders")).containsExactly("1");

        registry.settle(true);

        await().until(() -> mirror.service("orders") == null);
    }

    @Test
    void waitingForTheFirstListEndsWithTheListOrWhenEveryServerHasFailed() {
        FakeRegistry dead = new FakeRegistry();
        dead.close();
        try (ClientFixture one = new ClientFixture(dead.url(), registry.url())) {
            one.watch.start();

            assertThat(one.watch.awaitFirstList(Duration.ofSeconds(60))).isNull();
            assertThat(one.mirror.synced()).isTrue();
        }
        try (ClientFixture none = new ClientFixture(dead.url())) {
            none.watch.start();

            assertThat(none.watch.awaitFirstList(Duration.ofSeconds(60)))
                    .isInstanceOf(RegistryException.Unavailable.class)
                    .hasMessageContaining("connection refused");
            assertThat(none.watch.firstSync()).isNotDone();
        }
    }

    @Test
    void waitingForTheFirstListEndsWithTheTimeWhenTheRegistryHangs() {
        registry.answerStreams(Answer.silence());
        fixture.watch.start();

        assertThat(fixture.watch.awaitFirstList(Duration.ofMillis(50)))
                .isInstanceOf(RegistryException.Unavailable.class)
                .hasMessageContaining("no list within 50 ms");
    }

    @Test
    void stopsAndStartsAnyNumberOfTimes() {
        registry.put(up("orders", "1"));
        start();

        for (int i = 0; i < 3; i++) {
            fixture.watch.stop();
            fixture.watch.stop();
            await().until(fixture::watchThreadsHaveEnded);
            assertThat(fixture.watch.connected()).isFalse();
            assertThat(ids("orders")).containsExactly("1");

            fixture.watch.start();
            fixture.watch.start();
            await().until(fixture.watch::connected);
        }
        assertThat(registry.watches()).hasSize(4);
    }

    @Test
    void aStartRightAfterAStopWaitsForTheThreadBefore() {
        start();

        for (int i = 0; i < 20; i++) {
            fixture.watch.stop();
            fixture.watch.start();
        }

        registry.put(up("orders", "1"));
        await().until(() -> mirror.service("orders") != null);
    }

    @Test
    void leavesOutDigestsThatWouldNotFitIntoARequestLine() {
        IntStream.range(0, 300).forEach(i -> registry.put(up("a-service-with-a-rather-long-name-" + i, "1")));
        start();

        registry.breakStreams();

        await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
        assertThat(registry.watches().get(1).query().length()).isBetween(3000, 7000);
        assertThat(mirror.serviceNames()).hasSize(300);

        registry.forgetEverything();
        registry.put(up("orders", "1"));

        await().untilAsserted(() -> assertThat(mirror.serviceNames()).containsExactly("orders"));
    }

    private void start() {
        fixture.watch.start();
        await().until(fixture.watch::connected);
    }

    private List<String> ids(String service) {
        return mirror.service(service).instances().stream().map(Instance::id).toList();
    }

    private static Instance up(String service, String id) {
        return instance(service, id, InstanceStatus.UP);
    }
}
