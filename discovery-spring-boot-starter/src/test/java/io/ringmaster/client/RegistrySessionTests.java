package io.ringmaster.client;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import io.ringmaster.model.SessionBeat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrySessionTests {

    private static final Registration ORDERS = new Registration(
            "orders", "o1", null, "127.0.0.1", 8080, null, 1, Map.of(), 9, Check.TCP, "session-0001", 7);

    private final FakeRegistry registry = new FakeRegistry();
    private final ClientFixture fixture = new ClientFixture(registry.url());
    private final RegistrySession session = fixture.session;

    @AfterEach
    void close() {
        fixture.close();
        registry.close();
    }

    @Test
    void beatsWithAllItHoldsAndWhatItHasApplied() {
        fixture.watch.start();
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();
        await().until(() -> registry.revision().equals(fixture.mirror.revision()));

        await().untilAsserted(() -> {
            SessionBeat beat = registry.lastBeat();
            assertThat(beat.application()).isEqualTo("tests");
            assertThat(beat.instances()).containsExactly(new SessionBeat.Held("orders", "o1", 7, null));
            assertThat(beat.revision()).isEqualTo(registry.revision());
        });
    }

    @Test
    void aProcessThatOnlyWatchesBeatsToo() {
        session.start().join();

        await().until(() -> !registry.calls("PUT", "/v1/sessions/session-0001").isEmpty());
        assertThat(registry.lastBeat().instances()).isEmpty();
    }

    @Test
    void acknowledgesAtOnceThatAnInstanceIsLeftOut() {
        beatOnlyOnce();
        registry.put(FakeRegistry.instance("inventory", "i1", InstanceStatus.UP));
        await().until(() -> registry.revision().equals(fixture.mirror.revision()));
        assertThat(registry.lastBeat().revision()).isNotEqualTo(registry.revision());

        registry.put(FakeRegistry.instance("inventory", "i1", InstanceStatus.DRAINING));

        await().untilAsserted(() -> assertThat(registry.lastBeat().revision()).isEqualTo(registry.revision()));
    }

    @Test
    void acknowledgesOnlyWhenNoCallToItIsInFlight() {
        beatOnlyOnce();
        Instance leaving = FakeRegistry.instance("inventory", "i1", InstanceStatus.DRAINING);
        fixture.load.calling = Set.of(leaving.key());

        registry.put(leaving);

        await().until(() -> fixture.load.looks.get() > 3);
        assertThat(registry.lastBeat().revision()).isNotEqualTo(registry.revision());
        fixture.load.calling = Set.of();
        await().untilAsserted(() -> assertThat(registry.lastBeat().revision()).isEqualTo(registry.revision()));
    }

    @Test
    void registersAgainWhenTheRegistryHasForgotten() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.STARTING).join();
        session.report(ORDERS.key(), InstanceStatus.UP).join();

        registry.forgetEverything();

        await().untilAsserted(() -> assertThat(registry.instances("orders"))
                .extracting(Instance::status)
                .containsExactly(InstanceStatus.UP));
    }

    @Test
    void aStatusForAForgottenInstanceRegistersItAgain() {
        session.register(ORDERS, InstanceStatus.STARTING).join();
        registry.forgetEverything();

        session.report(ORDERS.key(), InstanceStatus.UP).join();

        assertThat(registry.instances("orders")).extracting(Instance::status).containsExactly(InstanceStatus.UP);
    }

    @Test
    void registersAsSoonAsTheRegistryIsThere() {
        session.start().join();
        registry.answerEverything(Answer.of(503, ""));

        assertThatThrownBy(
                        () -> session.register(ORDERS, InstanceStatus.STARTING).join())
                .hasCauseInstanceOf(RegistryException.Unavailable.class);
        assertThatThrownBy(() -> session.report(ORDERS.key(), InstanceStatus.UP).join())
                .hasCauseInstanceOf(RegistryException.Unavailable.class);
        assertThat(session.standings()).singleElement().satisfies(standing -> {
            assertThat(standing.listed()).isFalse();
            assertThat(standing.status()).isEqualTo(InstanceStatus.UP);
            assertThat(standing.problem()).contains("503");
        });

        registry.answerEverything(null);

        await().untilAsserted(() -> assertThat(registry.instances("orders"))
                .extracting(Instance::status)
                .containsExactly(InstanceStatus.UP));
        await().until(() -> fixture.outage.current() == null);
        await().until(() -> session.standings().get(0).listed());
    }

    @Test
    void garbageInsteadOfAnAnswerLosesNothing() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();

        registry.answerCalls(Answer.page());
        await().until(() -> fixture.outage.current() != null);
        registry.answerCalls(null);

        await().until(() -> fixture.outage.current() == null);
        assertThat(registry.lastBeat().instances()).hasSize(1);
    }

    @Test
    void stopsRenewingWhatANewerProcessHasTaken() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();

        registry.callStale(ORDERS.key());

        await().untilAsserted(() -> assertThat(session.standings())
                .singleElement()
                .satisfies(standing -> {
                    assertThat(standing.listed()).isFalse();
                    assertThat(standing.problem()).contains("newer process");
                }));
        await().until(() -> registry.lastBeat().instances().isEmpty());

        session.report(ORDERS.key(), InstanceStatus.OUT_OF_SERVICE).join();
        session.deregister(ORDERS.key()).join();
        assertThat(registry.instances("orders"))
                .as("the instance of the newer process")
                .extracting(Instance::status)
                .containsExactly(InstanceStatus.UP);
    }

    @Test
    void aRefusalIsReportedAndDoesNotStopTheBeats() {
        session.start().join();
        registry.answerCalls(Answer.problem(409, "instance-id-taken", "10.0.0.8:8080 holds it."));

        assertThatThrownBy(() -> session.register(ORDERS, InstanceStatus.UP).join())
                .hasCauseInstanceOf(RegistryException.Refused.class)
                .hasMessageContaining("10.0.0.8:8080 holds it.");
        assertThat(session.standings())
                .singleElement()
                .satisfies(standing -> assertThat(standing.problem()).contains("instance-id-taken"));

        registry.answerCalls(null);
        int before = registry.calls("PUT", "/v1/sessions/").size();

        await().until(() -> registry.calls("PUT", "/v1/sessions/").size() > before + 1);
        assertThat(registry.lastBeat().instances()).isEmpty();
    }

    @Test
    void aChangedClaimThatIsRefusedLeavesTheOneBeforeListed() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();
        Registration changed = new Registration(
                "orders", "o1", null, "127.0.0.1", 8080, null, 2, Map.of(), 9, Check.TCP, "session-0001", 7);
        registry.answerCalls(Answer.problem(422, "invalid-instance", "No."));

        assertThatThrownBy(() -> session.register(changed, InstanceStatus.UP).join())
                .hasCauseInstanceOf(RegistryException.Refused.class);
        registry.answerCalls(null);
        int before = registry.calls("PUT", "/v1/sessions/").size();

        await().until(() -> registry.calls("PUT", "/v1/sessions/").size() > before);
        assertThat(registry.lastBeat().instances()).hasSize(1);
    }

    @Test
    void anIdThatSomebodyElseHoldsIsNotTakenOffTheList() {
        registry.put(FakeRegistry.instance("orders", "o1", InstanceStatus.UP));
        registry.answerCalls(Answer.problem(409, "instance-id-taken", "10.0.0.8:8080 holds it."));
        assertThatThrownBy(() -> session.register(ORDERS, InstanceStatus.UP).join())
                .hasCauseInstanceOf(RegistryException.Refused.class);
        registry.answerCalls(null);

        session.deregister(ORDERS.key()).join();

        assertThat(registry.calls("DELETE", "")).isEmpty();
        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    void whatHasLeftIsNoLongerRenewed() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();

        session.deregister(ORDERS.key()).join();

        assertThat(registry.instances("orders")).isEmpty();
        int before = registry.calls("PUT", "/v1/sessions/").size();
        await().until(() -> registry.calls("PUT", "/v1/sessions/").size() > before);
        assertThat(registry.lastBeat().instances()).isEmpty();
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void passesOnWhatCouldNotBeReached() {
        session.start().join();

        session.callFailed(new InstanceKey("stock", "s1"));
        session.callFailed(new InstanceKey("stock", "s1"));

        await().until(() -> registry.calls("PUT", "/v1/sessions/").stream()
                .anyMatch(call -> call.body().contains("\"failedCalls\":[{\"service\":\"stock\",\"id\":\"s1\"}]")
                        || call.body().contains("\"failedCalls\":[{\"id\":\"s1\",\"service\":\"stock\"}]")));
        await().until(() -> registry.lastBeat().failedCalls().isEmpty());
    }

    @Test
    void everyBeatSaysHowManyRequestsAreServedNow() {
        session.register(ORDERS, InstanceStatus.UP).join();
        for (int inFlight : new int[] {12, 0}) {
            fixture.load.inFlight = inFlight;
            session.start().join();
            await().untilAsserted(() -> assertThat(registry.lastBeat().instances())
                    .containsExactly(new SessionBeat.Held("orders", "o1", 7, inFlight)));
        }
        assertThat(registry.lastBeat().loadOf()).isEmpty();
        assertThat(fixture.load.received).as("what nobody asked for").isEmpty();
    }

    @Test
    void whoWantsTheLoadOfServicesReceivesIt() {
        registry.put(FakeRegistry.instance("stock", "s1", InstanceStatus.UP));
        registry.answerLoad(Map.of("stock", Map.of("s1", 3)));
        fixture.watch.start();
        await().until(fixture.mirror::synced);
        fixture.load.wanted = Set.of("stock");

        session.start().join();

        await().until(() -> !fixture.load.received.isEmpty());
        assertThat(registry.lastBeat().loadOf()).containsExactly("stock");
        assertThat(fixture.load.received.get(0)).isEqualTo(Map.of("stock", Map.of("s1", 3)));
    }

    @Test
    void suspendedItIsSilentAndKeepsItsListing() {
        session.start().join();
        session.register(ORDERS, InstanceStatus.UP).join();
        session.stop().join();
        int before = registry.calls("PUT", "/v1/sessions/").size();
        registry.forgetEverything();

        session.start().join();

        await().untilAsserted(() -> assertThat(registry.instances("orders")).hasSize(1));
        assertThat(registry.calls("PUT", "/v1/sessions/").size()).isGreaterThan(before);
    }

    /** The next beat is due in an hour, unless there is a reason for an earlier one. */
    private void beatOnlyOnce() {
        registry.renewEvery(3600);
        fixture.watch.start();
        session.start().join();
        await().until(() -> !registry.calls("PUT", "/v1/sessions/").isEmpty());
        // What comes with the first list is no event.
        await().until(fixture.mirror::synced);
    }
}
