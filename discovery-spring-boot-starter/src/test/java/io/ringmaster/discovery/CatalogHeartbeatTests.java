package io.ringmaster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;

class CatalogHeartbeatTests {

    private final FakeTicker ticker = new FakeTicker();
    private final HandExecutor executor = new HandExecutor();
    private final List<Object> values = new ArrayList<>();
    private final CatalogHeartbeat heartbeat =
            new CatalogHeartbeat(event -> values.add(((HeartbeatEvent) event).getValue()), ticker, executor);

    @AfterEach
    void shutdown() {
        executor.shutdownNow();
    }

    @Test
    void tellsTheFirstChangeAtOnceButNotOnTheThreadOfTheStream() {
        heartbeat.changed(Set.of("orders"));

        assertThat(values).isEmpty();
        assertThat(executor.delays).containsExactly(Duration.ZERO);

        executor.runAll();
        assertThat(values).hasSize(1);
    }

    @Test
    void aStormOfChangesIsOneEventPerSecondWithAnotherValue() {
        heartbeat.changed(Set.of("orders"));
        executor.runAll();

        ticker.advance(Duration.ofMillis(300));
        for (int i = 0; i < 100; i++) {
            heartbeat.changed(Set.of("orders"));
        }

        assertThat(executor.delays).containsExactly(Duration.ZERO, Duration.ofMillis(700));
        executor.runAll();
        assertThat(values).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aListenerThatFailsDoesNotEndTheEvents() {
        CatalogHeartbeat fragile = new CatalogHeartbeat(
                event -> {
                    values.add(event);
                    throw new IllegalStateException("a fault in a listener");
                },
                ticker,
                executor);

        fragile.changed(Set.of("orders"));
        executor.runAll();
        fragile.changed(Set.of("orders"));
        executor.runAll();

        assertThat(values).hasSize(2);
    }

    @Test
    void aStoppedApplicationIsNotTold() {
        executor.refuse = true;

        heartbeat.changed(Set.of("orders"));

        assertThat(values).isEmpty();
    }

    /** Runs what is scheduled when the test says so. */
    private static final class HandExecutor extends ScheduledThreadPoolExecutor {

        final List<Duration> delays = new ArrayList<>();
        private final List<Runnable> due = new ArrayList<>();
        boolean refuse;

        HandExecutor() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (refuse) {
                throw new java.util.concurrent.RejectedExecutionException("closed");
            }
            delays.add(Duration.of(delay, unit.toChronoUnit()));
            due.add(command);
            return super.schedule((Callable<Void>) () -> null, 1, TimeUnit.DAYS);
        }

        void runAll() {
            List<Runnable> now = List.copyOf(due);
            due.clear();
            now.forEach(Runnable::run);
        }
    }
}
