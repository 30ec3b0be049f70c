package io.ringmaster.health;

import io.ringmaster.model.InstanceStatus;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

/**
 * Asks for the health of the application now and then, and says when it takes the application out of rotation. What Ringmaster
 * itself contributes to that health is never DOWN, so a bad health cannot keep itself alive by way of the registry.
 */
public final class HealthPoll implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(HealthPoll.class);

    private final Supplier<Status> health;
    private final Consumer<@Nullable InstanceStatus> told;
    private final Duration interval;
    private final ScheduledExecutorService executor;

    private @Nullable ScheduledFuture<?> poll;

    /** What was said last. Of the executor alone. */
    private @Nullable InstanceStatus last;

    /**
     * @param health asks for the health; may take its time
     * @param told takes a status when the health is bad, null when it is well again
     * @param executor of one thread
     */
    public HealthPoll(
            Supplier<Status> health,
            Consumer<@Nullable InstanceStatus> told,
            Duration interval,
            ScheduledExecutorService executor) {
        this.health = health;
        this.told = told;
        this.interval = interval;
        this.executor = executor;
    }

    @Override
    public synchronized void start() {
        if (poll == null) {
            poll = executor.scheduleWithFixedDelay(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (poll != null) {
            poll.cancel(false);
            poll = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return poll != null;
    }

    private void poll() {
        try {
            Status status = health.get();
            InstanceStatus now = null;
            if (status.equals(Status.DOWN)) {
                now = InstanceStatus.DOWN;
            } else if (status.equals(Status.OUT_OF_SERVICE)) {
                now = InstanceStatus.OUT_OF_SERVICE;
            }
            if (now != last) {
                last = now;
                log.info("The health of this application is {}.", status);
                told.accept(now);
            }
        } catch (RuntimeException fault) {
            log.warn("The health of this application could not be asked for.", fault);
        }
    }
}
