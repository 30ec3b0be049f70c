package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTests {

    private final FakeFiles files = new FakeFiles();
    private final Node node = Node.start(files);

    @Test
    void everythingSurvivesARestartAndIsListedAtOnce() {
        node.journal.step();
        tellAStory(node);
        node.journal.step();

        Node next = Node.start(new FakeFiles(files.afterKill()), node.clock);

        assertThat(next.known()).isEqualTo(node.known());
        assertThat(next.registry.listing().revision().number()).isZero();
        assertThat(next.registry.listing().digest())
                .isEqualTo(node.registry.listing().digest());
        Instance suspect = listed(next, "inventory", "a");
        assertThat(suspect.observed()).isEqualTo(ObservedHealth.SUSPECT);
        assertThat(next.store.registeredFrom(suspect.key())).isEqualTo("10.0.0.7");
        assertThat(listed(next, "inventory", "b").override()).isNotNull();
        assertThat(next.store.overrides()).containsKey(new InstanceKey("orders", "gone"));
        assertThat(next.registry.listing().snapshot("orders").known()).isTrue();
        assertThat(next.registry.listing().snapshot("orders").instances()).isEmpty();
        assertThat(next.history.latest("orders", "gone", 1))
                .extracting(RegistryEvent::kind)
                .containsExactly(RegistryEvent.Kind.DEREGISTERED);
    }

    @Test
    void theWholeWrittenAnewSaysTheSameAsTheEntriesOneByOne() {
        tellAStory(node);
        node.journal.step();
        Node fromWhole = Node.start(new FakeFiles(files.afterKill()), node.clock);
        FakeFiles again = new FakeFiles(files.afterKill());
        Node rewritten = Node.start(again, node.clock);
        rewritten.journal.step();

        assertThat(fromWhole.known()).isEqualTo(node.known());
        assertThat(Node.start(new FakeFiles(again.afterKill()), node.clock).known())
                .isEqualTo(node.known());
    }

    @Test
    void servicesThatAreForgottenStayForgotten() {
        node.journal.step();
        for (String service : new String[] {"a", "b", "c", "d", "e", "f"}) {
            node.register(service, "1", 0, null, "10.0.0.7");
            node.registry.deregister(new InstanceKey(service, "1"), null, Actor.anybody("10.0.0.1"), node.clock.now());
        }
        node.journal.step();

        Node next = Node.start(new FakeFiles(files.afterKill()), node.clock);
        assertThat(next.known()).isEqualTo(node.known());
        assertThat(next.registry.listing().snapshot("a").known()).isFalse();
        assertThat(next.registry.listing().snapshot("f").known()).isTrue();
    }

    @Test
    void aProcessThatMovesWithoutChangingItsClaimIsProbedWhereItIsNowAfterARestart() {
        node.register("inventory", "a", 9, "session-one", "10.0.0.7");
        node.journal.step();
        node.register("inventory", "a", 9, "session-one", "10.0.0.8");
        node.journal.step();

        assertThat(Node.start(new FakeFiles(files.afterKill()), node.clock)
                        .store
                        .registeredFrom(new InstanceKey("inventory", "a")))
                .isEqualTo("10.0.0.8");
    }

    @Test
    void everyLeaseGetsAFullTermHoweverLongTheRegistryWasAway() {
        node.register("inventory", "a", 9, "session-one", "10.0.0.7");
        node.register("inventory", "forever", 0, null, "10.0.0.7");
        node.clock.advance(Duration.ofSeconds(8));
        node.journal.step();
        node.clock.advance(Duration.ofHours(1));

        Node next = Node.start(new FakeFiles(files.afterKill()), node.clock);
        tickFor(next, Duration.ofMillis(8_900));
        assertThat(ids(next)).containsExactlyInAnyOrder("a", "forever");
        next.beat("session-one");
        tickFor(next, Duration.ofMillis(8_900));
        assertThat(ids(next)).containsExactlyInAnyOrder("a", "forever");
    }

    @Test
    void whoeverDoesNotComeBackLeavesWithinATermAndThatSurvivesAsWell() {
        for (int i = 0; i < 100; i++) {
            node.register("inventory", "i" + i, 9, "session-" + (i % 10) + "-of-ten", "10.0.0.7");
        }
        node.register("inventory", "forever", 0, null, "10.0.0.7");
        node.journal.step();

        FakeFiles again = new FakeFiles(files.afterKill());
        Node next = Node.start(again, node.clock);
        next.journal.step();
        assertThat(ids(next)).hasSize(101);
        tickFor(next, Duration.ofSeconds(5));
        IntStream.range(1, 10).forEach(i -> next.beat("session-" + i + "-of-ten"));
        tickFor(next, Duration.ofSeconds(Node.TTL_SECONDS - 5));
        assertThat(ids(next)).hasSize(91).contains("forever").doesNotContain("i0", "i90");
        next.journal.step();
        assertThat(ids(Node.start(new FakeFiles(again.afterKill()), node.clock)))
                .isEqualTo(ids(next));
    }

    @Test
    void anOverrideThatExpiredMeanwhileIsGoneAndTheHistorySaysSo() {
        node.register("inventory", "a", 0, null, "10.0.0.7");
        node.override("inventory", "a", "lunch", FakeTicker.START.plusSeconds(60));
        node.journal.step();
        node.clock.advance(Duration.ofSeconds(60));

        Node next = Node.start(new FakeFiles(files.afterKill()), node.clock);
        assertThat(listed(next, "inventory", "a").status()).isEqualTo(InstanceStatus.STARTING);
        assertThat(next.store.overrides()).isEmpty();
        assertThat(next.history.latest(null, null, 1))
                .extracting(RegistryEvent::kind)
                .containsExactly(RegistryEvent.Kind.OVERRIDE_ENDED);
    }

    @Test
    void whatIsWrittenOutlivesTheProcessAndAfterTheIntervalTheMachine() {
        node.journal.step();
        node.clock.advance(Duration.ofMillis(999));
        node.register("inventory", "a", 9, null, "10.0.0.7");
        node.journal.step();
        assertThat(ids(Node.start(new FakeFiles(files.afterKill())))).containsExactly("a");
        assertThat(ids(Node.start(new FakeFiles(files.afterPowerCut())))).isEmpty();

        node.clock.advance(Duration.ofMillis(1));
        node.journal.step();
        assertThat(ids(Node.start(new FakeFiles(files.afterPowerCut())))).containsExactly("a");
    }

    @Test
    void whoeverWaitsIsToldWhenItIsOnDiskWithoutWaitingForTheInterval() {
        node.journal.step();
        node.register("inventory", "a", 0, null, "10.0.0.7");
        CompletionStage<Void> durable = node.registry.durable();
        assertThat(durable).isNotDone();
        node.journal.step();
        assertThat(durable).isCompleted();
        assertThat(ids(Node.start(new FakeFiles(files.afterPowerCut())))).containsExactly("a");
    }

    @Test
    void anOrderlyStopWritesAndSyncsTheRest() {
        node.journal.step();
        node.register("inventory", "a", 0, null, "10.0.0.7");
        CompletionStage<Void> durable = node.registry.durable();
        node.queue.close();
        node.journal.finish();
        assertThat(durable).isCompleted();
        assertThat(ids(Node.start(new FakeFiles(files.afterPowerCut())))).containsExactly("a");
        assertThat(node.registry.durable()).isCompletedExceptionally();
    }

    @Test
    void aFileThatHasGrownIsWrittenAnewWithWhatStillCounts() {
        FakeFiles small = new FakeFiles();
        Node busy = Node.start(small, new FakeTicker(), new Node.Settings(100, Duration.ZERO, 40_000));
        busy.register("inventory", "a", 0, null, "10.0.0.7");
        long largest = 0;
        for (int i = 0; i < 1_000; i++) {
            busy.registry.reportStatus(
                    new InstanceKey("inventory", "a"),
                    i % 2 == 0 ? InstanceStatus.UP : InstanceStatus.DRAINING,
                    null,
                    Actor.anybody("10.0.0.1"),
                    busy.clock.now());
            busy.journal.step();
            largest = Math.max(largest, busy.size);
        }
        assertThat(largest).isBetween(40_000L, 41_000L);
        assertThat(Node.start(new FakeFiles(small.afterPowerCut()), busy.clock).known())
                .isEqualTo(busy.known());
    }

    @Test
    void aFullQueueLosesNothing() {
        FakeFiles slow = new FakeFiles();
        Node burst = Node.start(slow, new FakeTicker(), new Node.Settings(4, Duration.ZERO, 1 << 20));
        burst.journal.step();
        for (int i = 0; i < 20; i++) {
            burst.register("inventory", "i" + i, 0, null, "10.0.0.7");
        }
        burst.journal.step();
        burst.register("inventory", "late", 0, null, "10.0.0.7");
        burst.journal.step();
        Node next = Node.start(new FakeFiles(slow.afterPowerCut()), burst.clock);
        assertThat(next.known()).isEqualTo(burst.known());
        assertThat(ids(next)).hasSize(21);
    }

    @Test
    void changesMadeWhileTheWholeIsWrittenAreNeitherLostNorToldTwice() {
        FakeFiles concurrent = new FakeFiles();
        Node busy = Node.start(concurrent, new FakeTicker());
        busy.register("inventory", "a", 0, null, "10.0.0.7");
        concurrent.fails = operation -> {
            if (operation < 3) {
                busy.register("inventory", "during-" + operation, 0, null, "10.0.0.7");
                busy.override("inventory", "a", "for the " + operation + "th time", null);
            }
            return false;
        };
        busy.journal.step();
        busy.journal.step();
        assertThat(Node.start(new FakeFiles(concurrent.afterKill()), busy.clock).known())
                .isEqualTo(busy.known());
    }

    /** Something of every kind. */
    static void tellAStory(Node node) {
        node.register("inventory", "a", 9, "session-one", "10.0.0.7");
        node.clock.advance(Duration.ofMillis(1234));
        node.register("inventory", "b", 30, "session-two", "10.0.0.8", 42);
        node.register("pricing", "forever", 0, null, "2001:db8::1");
        node.register("orders", "gone", 9, null, "10.0.0.9");
        node.registry.reportStatus(
                new InstanceKey("inventory", "b"),
                InstanceStatus.UP,
                null,
                Actor.anybody("10.0.0.1"),
                node.clock.now());
        node.override("inventory", "b", "disk replacement", FakeTicker.START.plusSeconds(86_400));
        node.override("orders", "gone", "outlives its instance", null);
        node.override("pricing", "forever", "taken back", null);
        node.registry.clearOverride(new InstanceKey("pricing", "forever"), Actor.anybody("10.0.0.1"), node.clock.now());
        node.registry.deregister(new InstanceKey("orders", "gone"), null, Actor.anybody("10.0.0.1"), node.clock.now());
        node.registry.reportStatus(
                new InstanceKey("inventory", "a"),
                InstanceStatus.UP,
                null,
                Actor.anybody("10.0.0.1"),
                node.clock.now());
        long stream = node.registry.streamOpened("session-one", Set.of(), Actor.anybody("10.0.0.1"), node.clock.now());
        node.registry.streamClosed(stream, true, node.clock.now());
    }

    private static Instance listed(Node node, String service, String id) {
        Instance listed = node.registry.listing().catalog().find(new InstanceKey(service, id));
        assertThat(listed).isNotNull();
        return listed;
    }

    private static Set<String> ids(Node node) {
        return node.known().services().values().stream()
                .flatMap(service -> service.keySet().stream())
                .collect(Collectors.toSet());
    }

    private static void tickFor(Node node, Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 100) {
            node.clock.advance(Duration.ofMillis(100));
            node.registry.expireLapsed(node.clock.now());
        }
    }
}
