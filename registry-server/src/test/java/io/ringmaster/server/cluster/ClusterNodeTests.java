package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.Doubt;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.Finding;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.Remembered;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClusterNodeTests {

    private static final InstanceKey A = ClusterEntries.key("a");
    private static final WireFormat WIRE = new WireFormat(WireFormat.NEWEST);

    private final FakeTicker clock = new FakeTicker();
    private final SimulatedNetwork network = new SimulatedNetwork(clock, new Random(1));
    private final List<SimulatedNode> nodes = new ArrayList<>();

    @Test
    void aChangeOnOneNodeIsListedOnAllWithWhoAndWhy() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(20);
        assertThat(node("n2").find(A)).isEqualTo(node("n1").find(A));
        assertThat(last("n2").kind()).isEqualTo(RegistryEvent.Kind.REGISTERED);
        assertThat(last("n2").cause()).isEqualTo("says n1");
    }

    /** Its client may have gone to the other side. */
    @Test
    void afterASplitTheOwnerTooLooksBeforeItConcludes() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        network.cut("n1", "n2");
        run(12_000);
        assertThat(node("n1").doubts).isNotEmpty();
        assertThat(node("n1").find(A)).isNotNull();
        found(Finding.CONNECTED);
        run(8_000);
        found(Finding.UNREACHABLE);
        run(6_000);
        assertThat(node("n1").find(A)).isNull();
    }

    @Test
    void anOwnerThatStoodStillLooksBeforeItConcludes() {
        start("n1");
        run(4000);
        register("n1", A, 1);
        clock.advance(Duration.ofSeconds(20));
        run(12_000);
        assertThat(node("n1").find(A)).isNotNull();
        found(Finding.UNREACHABLE);
        run(6_000);
        assertThat(node("n1").find(A)).isNull();
    }

    @Test
    void whatNobodyCanRepairIsAskedForOnceARound() {
        start("n1");
        run(4000);
        long[] other = new long[EntryTable.BUCKETS];
        other[7] = 1;
        List<Message> asked = new ArrayList<>();
        SimulatedNetwork.Port stubborn = network.connect("n2", "n2");
        stubborn.start(new PeerTransport.Receiver() {
            @Override
            public void received(String from, byte[] bytes) {
                Message message = WIRE.read(bytes);
                if (message instanceof Message.Digest) {
                    stubborn.send(from, WIRE.write(new Message.Digest(true, 1, other), WireFormat.NEWEST));
                } else if (message instanceof Message.Ask ask) {
                    asked.add(ask);
                    stubborn.send(
                            from, WIRE.write(new Message.Answer(ask.bucket(), List.of(), true), WireFormat.NEWEST));
                }
            }

            @Override
            public void viewChanged(List<String> nodes) {}
        });
        run(10_000);
        assertThat(asked).hasSizeBetween(5, 15);
    }

    @Test
    void aNodeThatIsNotInTheViewYetIsAnsweredInTheOldestFormat() {
        start("n2", "n2", Remembered.NOTHING, new WireFormat(WireFormat.NEWEST + 1));
        run(4000);
        List<WireFormat.Head> heard = new ArrayList<>();
        SimulatedNetwork.Port early = network.connect("n1", "n1");
        early.start(new PeerTransport.Receiver() {
            @Override
            public void received(String from, byte[] bytes) {
                heard.add(WIRE.head(bytes));
            }

            @Override
            public void viewChanged(List<String> nodes) {}
        });
        early.send("n2", WIRE.write(new Message.Digest(false, 0, new long[EntryTable.BUCKETS]), WireFormat.NEWEST));
        run(20);
        assertThat(heard).isNotEmpty().allMatch(WIRE::understands);
    }

    @Test
    void aHeartbeatNeverTouchesTheNetwork() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(100);
        beat("n1");
        assertThat(node("n1").store.outbox().take().entries()).isEmpty();
    }

    @Test
    void aClientThatMovesIsClaimedAndNobodyWhoWatchesHearsOfIt() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(100);
        long revision = node("n1").revision();
        for (int i = 0; i < 10; i++) {
            beat("n2");
            run(3000);
        }
        assertThat(node("n1").store.keeper(A)).isEqualTo("n2");
        assertThat(node("n1").revision()).isEqualTo(revision);
        assertThat(node("n1").find(A)).isNotNull();
    }

    @Test
    void anOrphanGetsAFullTermAndIsProbedByExactlyOneBeforeItLeaves() {
        threeOfWhichTheOwnerDies();
        long orphaned = clock.now().nanos();
        while (orphans().isEmpty()) {
            run(50);
        }
        assertThat(Duration.ofNanos(clock.now().nanos() - orphaned))
                .isBetween(Duration.ofMillis(5_900), Duration.ofSeconds(7));
        assertThat(orphans()).hasSize(1);
        found(Finding.UNREACHABLE);
        run(2500);
        assertThat(nodes).allSatisfy(node -> assertThat(node.find(A)).isNotNull());
        run(3000);
        assertThat(nodes).allSatisfy(node -> assertThat(node.find(A)).isNull());
    }

    @Test
    void anOrphanThatNobodyHasLookedAtStaysHoweverLongThatTakes() {
        threeOfWhichTheOwnerDies();
        run(60_000);
        assertThat(nodes).allSatisfy(node -> assertThat(node.find(A)).isNotNull());
    }

    @Test
    void anOrphanWhosePortIsOpenStaysAndKeepsItsHealth() {
        threeOfWhichTheOwnerDies();
        for (int i = 0; i < 60; i++) {
            run(1000);
            found(Finding.CONNECTED);
        }
        assertThat(nodes)
                .allSatisfy(
                        node -> assertThat(Objects.requireNonNull(node.find(A)).observed())
                                .isEqualTo(ObservedHealth.PASSING));
    }

    @Test
    void anOrphanThatComesBackIsClaimedByTheNodeItComesTo() {
        threeOfWhichTheOwnerDies();
        run(1000);
        beat("n2");
        run(100);
        assertThat(node("n3").store.keeper(A)).isEqualTo("n2");
        assertThat(nodes).allSatisfy(node -> assertThat(node.doubts).isEmpty());
    }

    @Test
    void aDoubtGoesToTheNodeThatLooksAfterTheLease() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(100);
        node("n2").registry.doubt(A);
        run(100);
        assertThat(node("n2").doubts).isEmpty();
        assertThat(node("n1").doubts)
                .extracting(doubt -> doubt.instance().key())
                .containsExactly(A);
    }

    @Test
    void aNodeIsReadyWhenItHasEverythingAndMakesNoEventsOfIt() {
        SimulatedNode first = start("n1");
        assertThat(first.isReady()).isTrue();
        for (int i = 0; i < 500; i++) {
            register("n1", ClusterEntries.key("i" + i), 1);
        }
        run(100);
        SimulatedNode second = start("n2");
        assertThat(second.isReady()).isFalse();
        run(5000);
        assertThat(second.isReady()).isTrue();
        assertThat(second.versions()).isEqualTo(first.versions());
        assertThat(second.events).isEmpty();
        assertThat(second.node.state().agreed()).isTrue();
    }

    @Test
    void whatAJournalSaysIsOlderThanWhatPeersKnow() {
        SimulatedNode first = start("n1");
        SimulatedNode second = start("n2");
        run(4000);
        register("n1", A, 1);
        InstanceKey kept = ClusterEntries.key("kept");
        register("n1", kept, 1);
        run(100);
        Remembered journal = second.journal();
        stop(second);
        run(3000);
        first.registry.deregister(A, null, Actor.anybody("10.0.0.1"), first.clock.now());
        run(100);
        SimulatedNode again = start("n2b", "n2", journal, WIRE);
        run(5000);
        assertThat(again.find(A)).isNull();
        assertThat(again.find(kept)).isNotNull();
        assertThat(first.find(A)).isNull();
    }

    @Test
    void nodesThatStartFromColdMergeWhatTheirJournalsSay() {
        SimulatedNode first = start("n1", "n1", journalWith("a"), WIRE);
        SimulatedNode second = start("n2", "n2", journalWith("b"), WIRE);
        run(5000);
        assertThat(first.listed()).containsExactlyInAnyOrder(A, ClusterEntries.key("b"));
        assertThat(second.listed()).isEqualTo(first.listed());
        assertThat(second.versions()).isEqualTo(first.versions());
    }

    @Test
    void aLostMessageIsRepaired() {
        start("n1");
        start("n2");
        run(4000);
        network.loss = 1;
        register("n1", A, 1);
        run(20);
        network.loss = 0;
        assertThat(node("n2").find(A)).isNull();
        run(4000);
        assertThat(node("n2").find(A)).isNotNull();
        assertThat(node("n2").node.state().counts().repaired()).isEqualTo(1);
    }

    @Test
    void aLastingDisagreementIsSaidOnceAndSoIsItsEnd(CapturedOutput output) {
        SimulatedNode first = start("n1");
        start("n2");
        run(3000);
        assertThat(first.node.state().agreed()).isTrue();
        assertThat(first.node.state().disagreeingSince()).isNull();
        network.loss = 1;
        run(20_000);
        assertThat(first.node.state().agreed()).isFalse();
        assertThat(Objects.requireNonNull(first.node.state().disagreeingSince()))
                .isBefore(first.clock.now().instant().minusSeconds(15));
        assertThat(output.getOut().lines().filter(line -> line.contains("n2 has not agreed with this node since")))
                .hasSize(1);
        network.loss = 0;
        run(3000);
        assertThat(output).contains("n2 agrees with this node again");
    }

    @Test
    void aNewerFormatIsRefusedCountedAndSaid() {
        SimulatedNode older = start("n1");
        run(100);
        start("n2", "n2", Remembered.NOTHING, new WireFormat(WireFormat.NEWEST + 2));
        run(3000);
        ClusterState state = older.node.state();
        assertThat(state.counts().refused()).isPositive();
        assertThat(state.agreed()).isFalse();
    }

    @Test
    void twoSuccessiveReleasesUnderstandEachOther() {
        SimulatedNode older = start("n1");
        run(100);
        SimulatedNode newer = start("n2", "n2", Remembered.NOTHING, new WireFormat(WireFormat.NEWEST + 1));
        run(3000);
        register("n1", A, 1);
        register("n2", ClusterEntries.key("b"), 1);
        run(100);
        assertThat(newer.versions()).isEqualTo(older.versions()).hasSize(2);
        assertThat(older.node.state().counts().refused()).isZero();
        assertThat(newer.node.state().counts().refused()).isZero();
    }

    @Test
    void aDrainWaitsForThoseWhoWatchAtAnotherNode() {
        twoOfWhichTheSecondHasAWatcher();
        Moment since = drain("n1");
        assertThat(node("n1").registry.drain(A, since).acknowledged()).isTrue();
        assertThat(chosenElsewhere(since)).isEqualTo(Drain.Elsewhere.silent("n2"));
        askWhoChooses();
        Drain.Elsewhere waiting = chosenElsewhere(since);
        assertThat(waiting.watchers()).isEqualTo(1);
        assertThat(waiting.waitingFor())
                .containsExactly(new Drain.Waiting("n2", "session-of-caller", "shop", revision("n2", 1)));

        acknowledge("n2");
        assertThat(chosenElsewhere(since)).isEqualTo(waiting);
        askWhoChooses();
        assertThat(chosenElsewhere(since)).isEqualTo(new Drain.Elsewhere(1, List.of(), null));
    }

    @Test
    void aDrainWaitsForANodeThatHasNotHeardOfIt() {
        twoOfWhichTheSecondHasAWatcher();
        network.loss = 1;
        Moment since = drain("n1");
        run(10);
        network.loss = 0;
        askWhoChooses();
        assertThat(chosenElsewhere(since)).isEqualTo(Drain.Elsewhere.silent("n2"));
        run(4000);
        askWhoChooses();
        assertThat(chosenElsewhere(since).waitingFor())
                .extracting(Drain.Waiting::session)
                .containsExactly("session-of-caller");
    }

    @Test
    void anAnswerToAnEarlierDrainSaysNothingAboutThisOne() {
        twoOfWhichTheSecondHasAWatcher();
        drain("n1");
        run(100);
        acknowledge("n2");
        askWhoChooses();
        run(10);
        assertThat(chosenElsewhere(node("n1").clock.now())).isEqualTo(Drain.Elsewhere.silent("n2"));
    }

    @Test
    void aNodeThatDoesNotListTheInstanceHasNobodyWhoChoosesIt() {
        start("n1");
        start("n2");
        run(4000);
        Moment since = node("n1").clock.now();
        askWhoChooses();
        assertThat(chosenElsewhere(since)).isEqualTo(Drain.Elsewhere.NOBODY);
    }

    @Test
    void loadIsToldWhereSomebodyAsksForIt() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(100);
        serves("n1", 7);
        run(1500);
        assertThat(loadAt("n2")).isEmpty();
        run(1500);
        assertThat(loadAt("n2")).containsExactly(Map.entry("a", 7));
        assertThat(node("n1").store.outbox().take().entries()).isEmpty();
    }

    @Test
    void anOverrideAndARemovalMayComeTogether() {
        SimulatedNode node = start("n1");
        register("n1", A, 1);
        node.node.received(
                "n2",
                WIRE.write(
                        new Message.Changes(List.of(
                                ClusterEntries.overridden("a", 0.5, 7, "n2"),
                                ClusterEntries.removed("a", RemovalReason.DEREGISTERED, 1, 8, "n2"))),
                        WireFormat.NEWEST));
        assertThat(node.find(A)).isNull();
        assertThat(node.store.overrides()).containsKey(A);
        register("n1", A, 1);
        assertThat(Objects.requireNonNull(node.find(A)).effectiveWeight()).isEqualTo(0.5);
    }

    @Test
    void whatIsNoMessageIsCountedAndDoesNoHarm() {
        SimulatedNode node = start("n1");
        node.node.received("n2", new byte[] {0, 1, 0, 1, 'x'});
        node.node.received("n2", new byte[0]);
        assertThat(node.node.state().counts().unreadable()).isEqualTo(2);
    }

    private void threeOfWhichTheOwnerDies() {
        start("n1");
        start("n2");
        start("n3");
        run(4000);
        register("n1", A, 1);
        run(100);
        stop(node("n1"));
        while (nodes.stream().anyMatch(node -> node.port.view().contains("n1"))) {
            run(50);
        }
    }

    private List<Doubt> orphans() {
        return nodes.stream().flatMap(node -> node.doubts.stream()).toList();
    }

    private void found(Finding finding) {
        for (SimulatedNode node : nodes) {
            List<Doubt> doubts = List.copyOf(node.doubts);
            node.doubts.clear();
            doubts.forEach(doubt -> node.registry.found(doubt, finding, node.clock.now()));
        }
    }

    private static Remembered journalWith(String id) {
        Instance instance = ClusterEntries.instance("inventory", id, 1);
        return new Remembered(Set.of(), Map.of(instance.key(), instance), Map.of(instance.key(), "10.0.0.1"), Map.of());
    }

    private SimulatedNode start(String name) {
        return start(name, name, Remembered.NOTHING, WIRE);
    }

    private SimulatedNode start(String life, String place, Remembered journal, WireFormat wire) {
        SimulatedNode node = new SimulatedNode(life, place, network, clock, Duration.ZERO, journal, wire);
        nodes.add(node);
        node.start();
        return node;
    }

    private void stop(SimulatedNode node) {
        nodes.remove(node);
        node.port.close();
    }

    private SimulatedNode node(String life) {
        return nodes.stream().filter(node -> node.life.equals(life)).findFirst().orElseThrow();
    }

    private RegistryEvent last(String life) {
        List<RegistryEvent> events = node(life).events;
        return events.get(events.size() - 1);
    }

    private void register(String life, InstanceKey key, long incarnation) {
        node(life)
                .registry
                .register(
                        new Claim(
                                key,
                                null,
                                "10.0.0.1",
                                8080,
                                null,
                                null,
                                null,
                                9,
                                null,
                                "session-of-" + key.id(),
                                incarnation,
                                null,
                                Actor.anybody("10.0.0.1")),
                        node(life).clock.now());
    }

    private void beat(String life) {
        node(life)
                .registry
                .beat(
                        "session-of-a",
                        new SessionBeat(null, null, null, null, null),
                        Actor.anybody("10.0.0.1"),
                        node(life).clock.now());
    }

    private void twoOfWhichTheSecondHasAWatcher() {
        start("n1");
        start("n2");
        run(4000);
        register("n1", A, 1);
        run(100);
        node("n2")
                .registry
                .streamOpened(
                        "session-of-caller",
                        Set.of(A.service()),
                        Actor.anybody("10.0.0.1"),
                        node("n2").clock.now());
        acknowledge("n2");
    }

    /** Says that the caller has applied everything. */
    private void acknowledge(String life) {
        node(life)
                .registry
                .beat(
                        "session-of-caller",
                        new SessionBeat("shop", revision(life, node(life).revision()), null, null, null),
                        Actor.anybody("10.0.0.1"),
                        node(life).clock.now());
    }

    private static Revision revision(String life, long number) {
        return new Revision(life, number);
    }

    private Moment drain(String life) {
        Moment now = node(life).clock.now();
        node(life).registry.reportStatus(A, InstanceStatus.DRAINING, null, Actor.anybody("10.0.0.1"), now);
        return now;
    }

    /** Asks at the first node, and lets question and answer pass. */
    private void askWhoChooses() {
        run(100);
        node("n1").node.askWhoChooses(A);
        run(100);
    }

    private Drain.Elsewhere chosenElsewhere(Moment since) {
        List<Drain.Elsewhere> all = node("n1").node.chosenElsewhere(A, since);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void serves(String life, int requests) {
        SessionBeat beat = new SessionBeat(
                null, null, List.of(new SessionBeat.Held(A.service(), A.id(), 1, requests)), null, null);
        node(life)
                .registry
                .beat(
                        "session-of-a",
                        beat,
                        Actor.anybody("10.0.0.1"),
                        node(life).clock.now());
    }

    /** Asks for the load of the service, as a caller does. */
    private Map<String, Integer> loadAt(String life) {
        Map<String, Map<String, Integer>> load = node(life)
                .registry
                .beat(
                        "session-of-caller",
                        new SessionBeat(null, null, null, null, List.of(A.service())),
                        Actor.anybody("10.0.0.1"),
                        node(life).clock.now())
                .load();
        return Objects.requireNonNull(load).getOrDefault(A.service(), Map.of());
    }

    private void run(int millis) {
        for (int i = 0; i < millis / 10; i++) {
            clock.advance(Duration.ofMillis(10));
            network.step();
            for (SimulatedNode node : nodes) {
                if (i % 25 == 0) {
                    node.tick();
                }
                node.node.flush();
            }
        }
    }
}
