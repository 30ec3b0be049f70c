package io.ringmaster.health;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.ClientFixture;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HealthTests {

    private final FakeRegistry registry = new FakeRegistry();
    private final ClientFixture client = new ClientFixture(registry.url());
    private final RingmasterHealthIndicator indicator = new RingmasterHealthIndicator(
            client.client.servers(), client.mirror, client.watch, client.outage, client.session);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        executor.shutdownNow();
        client.close();
        registry.close();
    }

    @Test
    void isUnknownBeforeTheFirstListAndUpWithOne() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);

        client.watch.start();

        await().untilAsserted(() -> {
            Health health = indicator.health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("server", registry.url())
                    .containsEntry("connected", true)
                    .containsEntry("revision", "a-0");
        });
    }

    @Test
    void aRegistryThatIsAwayIsToldButTakesNobodyOut() {
        client.watch.start();
        await().until(() -> client.watch.connected());

        registry.close();

        await().untilAsserted(() -> {
            Health health = indicator.health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("connected", false).containsKeys("problem", "problemSince");
        });
    }

    @Test
    void saysHowTheRegistrationStands() {
        Registration orders = new Registration(
                "orders", "o1", null, "127.0.0.1", 8080, null, 1, Map.of(), 9, Check.TCP, "session-0001", 7);
        client.session.register(orders, InstanceStatus.UP).join();

        assertThat(indicator.health().getDetails())
                .containsEntry(
                        "registrations", List.of(Map.of("instance", "orders/o1", "status", "UP", "listed", "true")));
    }

    @Test
    void aBadHealthIsToldOnceAndAGoodOneLiftsIt() {
        AtomicReference<Status> health = new AtomicReference<>(Status.UP);
        List<Optional<InstanceStatus>> told = new CopyOnWriteArrayList<>();
        HealthPoll poll = new HealthPoll(
                () -> health.get(), status -> told.add(Optional.ofNullable(status)), Duration.ofMillis(5), executor);
        poll.start();
        poll.start();

        health.set(Status.DOWN);
        await().until(() -> told.size() == 1);
        health.set(Status.OUT_OF_SERVICE);
        await().until(() -> told.size() == 2);
        health.set(Status.UNKNOWN);
        await().until(() -> told.size() == 3);
        poll.stop();
        poll.stop();

        assertThat(told)
                .containsExactly(
                        Optional.of(InstanceStatus.DOWN), Optional.of(InstanceStatus.OUT_OF_SERVICE), Optional.empty());
        assertThat(poll.isRunning()).isFalse();
    }

    @Test
    void aHealthThatCannotBeAskedForChangesNothing() {
        List<String> asked = new CopyOnWriteArrayList<>();
        List<Object> told = new CopyOnWriteArrayList<>();
        HealthPoll poll = new HealthPoll(
                () -> {
                    asked.add("again");
                    throw new IllegalStateException("a fault in an indicator");
                },
                told::add,
                Duration.ofMillis(5),
                executor);

        poll.start();

        await().until(() -> asked.size() >= 3);
        assertThat(told).isEmpty();
    }
}
