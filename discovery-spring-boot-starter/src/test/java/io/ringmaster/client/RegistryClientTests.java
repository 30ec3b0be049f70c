package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.Registration;
import io.ringmaster.model.SessionBeat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RegistryClientTests {

    private static final Registration ORDERS = new Registration(
            "orders", "10.0.0.7:8080", null, "10.0.0.7", 8080, "z1", 2, Map.of("a", "b"), 9, Check.TCP, "session-1", 7);

    private final FakeRegistry registry = new FakeRegistry();
    private ClientFixture fixture = new ClientFixture(registry.url());

    @AfterEach
    void close() {
        fixture.close();
        registry.close();
    }

    @Test
    void registersReportsAndLeaves() {
        LeaseGrant lease = fixture.client.register(ORDERS, InstanceStatus.STARTING);

        assertThat(lease.renewEverySeconds()).isEqualTo(1);
        assertThat(registry.instances("orders")).extracting(Instance::status).containsExactly(InstanceStatus.STARTING);
        assertThat(registry.instances("orders"))
                .extracting(Instance::registration)
                .containsExactly(ORDERS);

        fixture.client.report(ORDERS, InstanceStatus.UP);
        assertThat(registry.instances("orders")).extracting(Instance::status).containsExactly(InstanceStatus.UP);

        fixture.client.deregister(ORDERS);
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void sendsWhatTheWireWantsAndNothingElse() {
        fixture.client.register(ORDERS, InstanceStatus.UP);

        FakeRegistry.Call call = registry.calls().get(0);
        assertThat(call.path()).isEqualTo("/v1/services/orders/instances/10.0.0.7%3A8080");
        assertThat(call.headers())
                .containsEntry("Accept", "application/json, application/problem+json")
                .containsEntry("Prefer", "return=minimal");
        assertThat(call.body())
                .isEqualTo(
                        "{\"host\":\"10.0.0.7\",\"port\":8080,\"zone\":\"z1\",\"weight\":2.0,\"metadata\":{\"a\":\"b\"},"
                                + "\"ttlSeconds\":9,\"check\":{\"type\":\"tcp\"},\"session\":\"session-1\",\"incarnation\":7,"
                                + "\"status\":\"UP\"}");
    }

    @Test
    void readsTheGoldenInstanceAndWritesItBack() throws IOException {
        String golden;
        try (InputStream in = getClass().getResourceAsStream("/wire/instance.json")) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        Instance instance = Wire.read(golden, Instance.class);

        assertThat(instance.key()).hasToString("inventory/10.0.0.7:8080");
        assertThat(instance.status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
        JsonMapper plain = JsonMapper.builder()
                .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
        assertThat(plain.readTree(Wire.write(instance))).isEqualTo(plain.readTree(golden));
    }

    @Test
    void leavingWhenNotListedIsNoFault() {
        fixture.client.deregister(ORDERS);

        assertThat(registry.calls("DELETE", "/v1/services/orders/instances/")).hasSize(1);
    }

    @Test
    void saysWhichProcessReportsAndLeavesSoThatItTouchesNoNewerOne() {
        fixture.client.register(ORDERS, InstanceStatus.UP);
        fixture.client.report(ORDERS, InstanceStatus.DOWN);
        fixture.client.deregister(ORDERS);

        assertThat(registry.calls().get(1).body()).contains("\"incarnation\":7").contains("\"status\":\"DOWN\"");
        assertThat(registry.calls().get(2).query()).isEqualTo("incarnation=7");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithWhatToDo() {
        registry.close();

        assertThatExceptionOfType(RegistryException.Unavailable.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining(registry.url())
                .withMessageContaining("connection refused")
                .satisfies(e -> assertThat(e.advice()).contains("ringmaster.client.servers"));
    }

    @Test
    void anUnknownHostIsSaidToBeOne() {
        try (ClientFixture lost = new ClientFixture("http://no-such-host.invalid:8761")) {
            assertThatExceptionOfType(RegistryException.Unavailable.class)
                    .isThrownBy(() -> lost.client.register(ORDERS, InstanceStatus.UP))
                    .withMessageContaining("unknown host");
        }
    }

    @Test
    void aServerThatHangsIsGivenUp() {
        registry.answerCalls(Answer.silence());
        try (ClientFixture impatient = new ClientFixture(null, Duration.ofMillis(200), List.of(), registry.url())) {
            assertThatExceptionOfType(RegistryException.Unavailable.class)
                    .isThrownBy(() -> impatient.client.register(ORDERS, InstanceStatus.UP))
                    .withMessageContaining("no answer in time");
        }
    }

    @Test
    void aMissingTokenAndAWrongOneAreToldApart() {
        registry.requireToken("the-right-token-0001");
        assertThatExceptionOfType(RegistryException.Unauthorized.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining("none is set")
                .satisfies(e -> assertThat(e.advice()).contains("ringmaster.client.token"));

        try (ClientFixture wrong =
                new ClientFixture("the-wrong-token-0001", Duration.ofSeconds(20), List.of(), registry.url())) {
            assertThatExceptionOfType(RegistryException.Unauthorized.class)
                    .isThrownBy(() -> wrong.client.register(ORDERS, InstanceStatus.UP))
                    .withMessageContaining("refuses the token")
                    .withMessageNotContaining("the-wrong-token");
        }
        try (ClientFixture right =
                new ClientFixture("the-right-token-0001", Duration.ofSeconds(20), List.of(), registry.url())) {
            assertThat(right.client.register(ORDERS, InstanceStatus.UP)).isNotNull();
        }
    }

    @Test
    void aServerThatIsAskedTooOftenCannotAnswerAtPresent() {
        registry.answerCalls(Answer.problem(429, "too-many-requests", "You send more requests than one caller may."));
        assertThatExceptionOfType(RegistryException.Unavailable.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining("429 (You send more requests than one caller may.)");
        registry.answerCalls(Answer.problem(429, "quota-exceeded", "The registry is full."));
        assertThatExceptionOfType(RegistryException.Refused.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP));
    }

    @Test
    void aRefusalKeepsItsCodeAndItsReason() {
        registry.answerCalls(Answer.problem(409, "stale-incarnation", "10.0.0.8:8080 holds this id."));

        assertThatExceptionOfType(RegistryException.Refused.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .satisfies(e -> assertThat(e.code()).isEqualTo("stale-incarnation"))
                .withMessageContaining("10.0.0.8:8080 holds this id.");
    }

    @Test
    void somethingElseAtThePortIsRecognised() {
        registry.answerCalls(Answer.page());
        assertThatExceptionOfType(RegistryException.Unreadable.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining("does not answer as a Ringmaster registry does");

        registry.answerCalls(Answer.of(404, "<html>Not Found</html>"));
        assertThatExceptionOfType(RegistryException.Unreadable.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining("404");
    }

    @Test
    void aServerThatCannotAnswerAtPresentIsUnavailable() {
        registry.answerCalls(Answer.problem(503, "unavailable", "It is\\nstarting."));

        assertThatExceptionOfType(RegistryException.Unavailable.class)
                .isThrownBy(() -> fixture.client.register(ORDERS, InstanceStatus.UP))
                .withMessageContaining("503 (It is starting.)");
    }

    @Test
    void goesOnToTheNextServerAndStaysThere() {
        FakeRegistry dead = new FakeRegistry();
        dead.close();
        try (ClientFixture two = new ClientFixture(dead.url(), registry.url())) {
            two.client.register(ORDERS, InstanceStatus.UP);

            assertThat(registry.instances("orders")).hasSize(1);
            assertThat(two.client.servers().current()).hasToString(registry.url());
        }
    }

    @Test
    void aNodeThatRefusesIsNotLeft() {
        FakeRegistry other = new FakeRegistry();
        registry.answerCalls(Answer.problem(422, "invalid-instance", "No."));
        try (ClientFixture two = new ClientFixture(registry.url(), other.url())) {
            assertThatExceptionOfType(RegistryException.Refused.class)
                    .isThrownBy(() -> two.client.register(ORDERS, InstanceStatus.UP));
            assertThat(other.calls()).isEmpty();
        } finally {
            other.close();
        }
    }

    @Test
    void worksAgainAfterItsConnectionsWereGivenUp() {
        fixture.client.register(ORDERS, InstanceStatus.UP);

        fixture.client.release();

        assertThat(fixture.client.beat("session-1", new SessionBeat(null, null, List.of(), List.of(), List.of())))
                .isNotNull();
    }
}
