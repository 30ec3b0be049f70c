package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.ProtectionPolicy;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Moment;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class BridgeTests {

    private static final Actor SOMEBODY = Actor.anybody("10.0.0.1");
    private static final InstanceKey OURS = new InstanceKey("orders", "ours");
    private static final InstanceKey THEIRS = new InstanceKey("inventory", "theirs");

    private final FakeTicker ticker = new FakeTicker();
    private final OtherEureka other = new OtherEureka();
    private final Registry registry = registry();
    private List<Nodes.Node> nodes = List.of();
    private Duration silence = Duration.ZERO;
    private final Bridge bridge = bridge();

    @AfterEach
    void stop() {
        other.close();
    }

    @Test
    void whatRegistersThereIsListedHereWithAMark() throws Exception {
        other.register("INVENTORY", "theirs", "UP");
        pass(1);

        Instance listed = find(THEIRS);
        assertThat(listed.status()).isEqualTo(InstanceStatus.UP);
        assertThat(listed.registration().host()).isEqualTo("10.0.0.7");
        assertThat(listed.registration().port()).isEqualTo(8080);
        assertThat(listed.registration().zone()).isEqualTo("z1");
        assertThat(listed.registration().metadata()).containsEntry("bridged-from", "eureka");
    }

    @Test
    void whatRegistersHereIsListedThereWithAMark() throws Exception {
        registerHere();
        pass(1);

        assertThat(other.find("ours").path("status").asString()).isEqualTo("UP");
        assertThat(other.find("ours").path("app").asString()).isEqualTo("ORDERS");
        assertThat(other.find("ours").at("/metadata/bridged-from").asString()).isEqualTo("ringmaster");
    }

    @Test
    void nothingGoesRound() throws Exception {
        registerHere();
        other.register("INVENTORY", "theirs", "UP");
        Revision settled = null;
        for (int i = 0; i < 60; i++) {
            pass(1);
            settled = i == 0 ? registry.listing().revision() : settled;
        }

        assertThat(other.heard()).containsExactly("Register ours", "Heartbeat ours");
        assertThat(registry.listing().revision()).isEqualTo(settled);
        assertThat(other.find("theirs").path("metadata").has("bridged-from")).isFalse();
    }

    @Test
    void whoLeavesOneSideLeavesTheOther() throws Exception {
        registerHere();
        other.register("INVENTORY", "theirs", "UP");
        pass(1);

        other.remove("theirs");
        pass(11);
        assertThat(find(THEIRS)).isNull();

        registry.deregister(OURS, null, SOMEBODY, ticker.now());
        pass(1);
        assertThat(other.find("ours")).isEmpty();
    }

    @Test
    void statusAndOverridesFollow() throws Exception {
        registerHere();
        other.register("INVENTORY", "theirs", "UP");
        pass(1);

        registry.override(
                OURS,
                new OperatorOverride(InstanceStatus.OUT_OF_SERVICE, null, "repair", "carla", FakeTicker.START, null),
                SOMEBODY,
                ticker.now());
        other.register("INVENTORY", "theirs", "OUT_OF_SERVICE");
        pass(11);
        assertThat(other.find("ours").path("status").asString()).isEqualTo("OUT_OF_SERVICE");
        assertThat(find(THEIRS).status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);

        registry.clearOverride(OURS, SOMEBODY, ticker.now());
        other.register("INVENTORY", "theirs", "UP");
        pass(11);
        assertThat(other.find("ours").path("status").asString()).isEqualTo("UP");
        assertThat(find(THEIRS).status()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    void whileTheOtherIsSilentEverythingStaysAsItWasAndIsSaid() throws Exception {
        registerHere();
        other.register("INVENTORY", "theirs", "UP");
        pass(1);
        other.breaks(true);
        pass(300);

        assertThat(find(THEIRS).status()).isEqualTo(InstanceStatus.UP);
        assertThat(silence).isBetween(Duration.ofSeconds(260), Duration.ofSeconds(300));
        assertThat(new BridgeHealth(bridge).health().getStatus()).isEqualTo(Status.UNKNOWN);

        other.breaks(false);
        other.heard();
        pass(10);
        assertThat(silence).isZero();
        assertThat(new BridgeHealth(bridge).health().getStatus()).isEqualTo(Status.UP);
        assertThat(other.heard()).contains("Heartbeat ours");
    }

    @Test
    void whoeverItForgotItIsToldAgain() throws Exception {
        registerHere();
        pass(1);
        other.restart();
        pass(32);

        assertThat(other.heard()).containsExactly("Register ours", "Heartbeat ours", "Register ours");
    }

    @Test
    void thatMostOfThemVanishAtOnceIsBelievedWhenItLasts() throws Exception {
        for (int i = 0; i < 4; i++) {
            other.register("INVENTORY", "theirs-" + i, "UP");
        }
        pass(1);
        other.restart();
        pass(80);
        assertThat(listedHere()).isEqualTo(4);

        other.register("INVENTORY", "theirs-0", "UP");
        pass(40);
        assertThat(listedHere()).isEqualTo(1);
    }

    @Test
    void soIsThatNobodyIsThereAnyMore() throws Exception {
        other.register("INVENTORY", "theirs", "UP");
        pass(1);
        other.restart();
        pass(90);
        assertThat(find(THEIRS).status()).isEqualTo(InstanceStatus.UP);

        pass(20);
        assertThat(find(THEIRS)).isNull();
    }

    @Test
    void whoHasMovedSpeaksForHimself() throws Exception {
        other.register("INVENTORY", "theirs", "UP");
        pass(1);
        registry.register(claim(THEIRS, 9090), ticker.now());
        pass(11);

        assertThat(find(THEIRS).registration().port()).isEqualTo(9090);
        assertThat(other.find("theirs").at("/metadata/bridged-from").asString()).isEqualTo("ringmaster");
        assertThat(other.find("theirs").at("/port/$").asInt()).isEqualTo(9090);
    }

    @Test
    void whoHasMovedBackIsNotTakenOutThere() throws Exception {
        registerHere();
        pass(1);
        other.register("ORDERS", "ours", "UP");
        pass(11);
        registry.deregister(OURS, null, SOMEBODY, ticker.now());
        pass(11);

        assertThat(other.find("ours").path("status").asString()).isEqualTo("UP");
        assertThat(find(OURS).registration().metadata()).containsEntry("bridged-from", "eureka");
    }

    @Test
    void whatCannotBeListedHereKeepsNobodyElseOut() throws Exception {
        other.register("---", "illegal", "UP");
        other.register("INVENTORY", "theirs", "UP");
        pass(1);

        assertThat(listedHere()).isEqualTo(1);
    }

    @Test
    void ofSeveralNodesTheFirstBridges() throws Exception {
        registerHere();
        nodes = List.of(node("a"));
        pass(1);
        assertThat(other.heard()).isEmpty();
        assertThat(bridge.state().here()).isFalse();

        nodes = List.of(node("z"));
        pass(1);
        assertThat(other.heard()).containsExactly("Register ours");
        assertThat(bridge.state().here()).isTrue();
    }

    private void pass(int seconds) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            bridge.tick(ticker.now());
            ticker.advance(Duration.ofSeconds(1));
            registry.expireLapsed(ticker.now());
        }
    }

    private void registerHere() {
        registry.register(claim(OURS, 8080), ticker.now());
    }

    private @Nullable Instance find(InstanceKey key) {
        return registry.listing().catalog().find(key);
    }

    private int listedHere() {
        return EurekaDocuments.everything(registry.listing().catalog()).size();
    }

    private static Claim claim(InstanceKey key, int port) {
        return new Claim(key, null, "10.0.0.1", port, null, null, Map.of(), 3600, null, null, null, null, SOMEBODY);
    }

    private Bridge bridge() {
        BridgeOut out = new BridgeOut(
                new EurekaPeer(other.url(), HttpClient.newHttpClient()), new EurekaDocuments(registry, ticker.now()));
        RegistryObserver observer = new RegistryObserver() {
            @Override
            public void bridged(int in, int out, Duration silent) {
                silence = silent;
            }
        };
        Duration poll = Duration.ofSeconds(10);
        return new Bridge(
                registry, thisOne(), observer, List.of(out), new BridgeIn(registry, poll.multipliedBy(3)), poll);
    }

    private static Nodes.Node node(String id) {
        return new Nodes.Node(id, true, null, null, 0, null);
    }

    private Nodes thisOne() {
        return new Nodes() {
            @Override
            public View view() {
                return new View("m", "", nodes, null, 0, 0, 0);
            }

            @Override
            public void askWhoChooses(InstanceKey key) {}

            @Override
            public List<Drain.Elsewhere> chosenElsewhere(InstanceKey key, Moment since) {
                return List.of();
            }
        };
    }

    private Registry registry() {
        Duration term = Duration.ofSeconds(9);
        RegistrySettings settings = new RegistrySettings(
                term, Duration.ZERO, new ProtectionRules(ProtectionPolicy.PROTECT, Map.of(), term), 9, 9, 9);
        MemoryStore store = new MemoryStore(new ChangeLog(new Revision("e", 0), 100, Runnable::run));
        return new Registry(store, settings, new RegistryObserver() {}, ticker.now());
    }
}
