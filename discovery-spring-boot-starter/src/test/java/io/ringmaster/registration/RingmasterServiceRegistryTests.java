package io.ringmaster.registration;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringmaster.client.ClientFixture;
import io.ringmaster.client.Drained;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.mock.env.MockEnvironment;

class RingmasterServiceRegistryTests {

    private final FakeRegistry fake = new FakeRegistry();
    private final ClientFixture client = new ClientFixture(fake.url());
    private final RingmasterServiceRegistry registry =
            new RingmasterServiceRegistry(client.session, client.mirror, Duration.ofSeconds(60));
    private final RingmasterRegistration orders = new RingmasterRegistration(
            Properties.of(),
            new MockEnvironment().withProperty("spring.application.name", "orders"),
            new RingmasterRegistration.Surroundings(
                    () -> new InetUtils(new InetUtilsProperties()),
                    () -> true,
                    false,
                    false,
                    List.of(),
                    "session-0001",
                    42));

    @AfterEach
    void close() {
        client.close();
        fake.close();
    }

    @Test
    void registersAndLeaves() {
        register();
        assertListed(InstanceStatus.UP);

        registry.deregister(orders);
        assertThat(fake.instances("orders")).isEmpty();

        registry.close();
        registry.close();
    }

    @Test
    void anApplicationWithoutAPortIsToldWhatToDo() {
        assertThatExceptionOfType(IllegalRegistrationException.class)
                .isThrownBy(() -> registry.register(orders))
                .withMessageContaining("ringmaster.instance.port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OUT_OF_SERVICE", "out_of_service", "DOWN", "DRAINING", "STARTING"})
    void setsAStatusByHandUntilItIsLifted(String status) {
        register();

        registry.setStatus(orders, status);
        assertListed(InstanceStatus.valueOf(status.toUpperCase()));
        assertThat(registry.<String>getStatus(orders)).isEqualTo(status.toUpperCase());

        registry.setStatus(orders, "CANCEL_OVERRIDE");
        assertListed(InstanceStatus.UP);

        registry.setStatus(orders, status);
        registry.setStatus(orders, "UP");
        assertListed(InstanceStatus.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUSPECT", "UNKNOWN", "nonsense", ""})
    void refusesWhatIsNoStatusAndChangesNothing(String status) {
        register();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.setStatus(orders, status))
                .withMessageContaining("OUT_OF_SERVICE");
        assertListed(InstanceStatus.UP);
    }

    @Test
    void theStatusIsWhatCallersSee() {
        client.watch.start();
        register();
        assertListed(InstanceStatus.UP);
        assertThat(registry.<String>getStatus(orders)).isEqualTo("UP");

        Instance overridden = fake.instances("orders")
                .get(0)
                .withOverride(
                        new OperatorOverride(
                                InstanceStatus.OUT_OF_SERVICE, null, "disk", "ops", FakeTicker.START, null),
                        FakeTicker.START);
        fake.put(overridden);

        await().untilAsserted(
                        () -> assertThat(registry.<String>getStatus(orders)).isEqualTo("OUT_OF_SERVICE"));
    }

    @Test
    void tellsWhetherAnybodyMightHaveCalledIt() {
        register();
        assertThat(registry.awaitDrained(orders, Duration.ofSeconds(5))).isFalse();
        assertThat(fake.calls("GET", "/drain"))
                .extracting(FakeRegistry.Call::query)
                .containsExactly("timeoutSeconds=5");

        fake.answerDrain(new Drained(true, 2, List.of()));
        assertThat(registry.awaitDrained(orders, Duration.ofSeconds(5))).isTrue();

        fake.answerDrain(new Drained(false, 2, List.of(new Drained.Waiting(null, "session-0002", "shop"))));
        assertThat(registry.awaitDrained(orders, Duration.ofSeconds(5))).isTrue();

        fake.answerCalls(FakeRegistry.Answer.problem(404, "not-found", "There is nothing here."));
        assertThat(registry.awaitDrained(orders, Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aRegistryThatIsAwayFailsNobody() {
        fake.close();

        register();
        registry.setStatus(orders, "OUT_OF_SERVICE");
        assertThat(registry.<String>getStatus(orders)).isEqualTo("OUT_OF_SERVICE");
        registry.deregister(orders);
    }

    private void register() {
        orders.bind(Properties.of(), 8080, null);
        orders.status().life(InstanceStatus.UP);
        registry.register(orders);
    }

    private void assertListed(InstanceStatus status) {
        assertThat(fake.instances("orders")).extracting(Instance::status).containsExactly(status);
    }
}
