package io.ringmaster.server.observability;

import io.ringmaster.server.registry.ProtectionState;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line for each transition of an instance, and none for a heartbeat. The facts are key/value pairs, so a
 * structured log can be searched by {@code service} and {@code instance}; the message says the same to people.
 *
 * <p>It is told under the registry's lock and writes elsewhere: a terminal or a pipe that takes no more must not hold up the
 * registry. Lines that had no room to wait are counted, and the log says how many are missing.
 */
final class TransitionLog implements RegistryObserver {

    private static final Logger log = LoggerFactory.getLogger("ringmaster.transitions");

    private final Executor executor;
    private final AtomicLong missing = new AtomicLong();

    /**
     * @param executor writes in order; rejects what has no room to wait
     */
    TransitionLog(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void happened(RegistryEvent event) {
        if (!log.isEnabledForLevel(level(event.kind()))) {
            return;
        }
        write(() -> {
            Object status =
                    event.status() != null ? event.status() : event.kind().isChange() ? "gone" : "not listed";
            LoggingEventBuilder line = log.atLevel(level(event.kind()));
            if (event.by() != null) {
                line = line.addKeyValue("by", event.by());
            }
            if (event.from() != null) {
                line = line.addKeyValue("from", event.from());
            }
            line.addKeyValue("service", event.key().service())
                    .addKeyValue("instance", event.key().id())
                    .addKeyValue("event", event.kind())
                    .addKeyValue("status", status)
                    .addKeyValue("revision", event.revision())
                    .log(
                            "{} {}: {}{}{}{}",
                            event.key(),
                            event.kind(),
                            event.was() == null || event.was() == event.status() ? "" : event.was() + " -> ",
                            status,
                            event.cause() == null ? "" : " (" + oneLine(event.cause()) + ")",
                            event.by() == null ? "" : ", by " + event.by() + " from " + event.from());
        });
    }

    @Override
    public void stoodStill(Duration gap) {
        write(() -> log.atWarn()
                .addKeyValue("gap", gap)
                .log(
                        "This process stood still for {} ms. Heartbeats may have been waiting, so every lease got a full"
                                + " term.",
                        gap.toMillis()));
    }

    @Override
    public void manyStreamsBroke(int broke, int stillOpen) {
        write(() -> log.atWarn()
                .addKeyValue("broke", broke)
                .addKeyValue("open", stillOpen)
                .log(
                        "{} streams broke within a second and {} are still open. The fault may be here or in the network,"
                                + " so the leases behind them got a full term.",
                        broke,
                        stillOpen));
    }

    @Override
    public void protectionChanged(String service, ProtectionState state) {
        write(() -> log.atLevel(state.on() ? Level.WARN : Level.INFO)
                .addKeyValue("service", service)
                .addKeyValue("protection", state.on())
                .log(
                        state.on()
                                ? "{} is protected: {}. {} stay listed that would have left. It ends when {}."
                                : "{} is no longer protected: {}.",
                        service,
                        state.why(),
                        state.kept(),
                        state.endsWhen()));
    }

    /** An operator's reason may have lines of its own, which must not pass for lines of the log. */
    private static String oneLine(String cause) {
        return cause.replaceAll("\\p{Cntrl}+", " ");
    }

    private void write(Runnable line) {
        try {
            executor.execute(() -> {
                long before = missing.getAndSet(0);
                if (before > 0) {
                    log.warn("{} lines are missing here, because the log could not be written in time.", before);
                }
                line.run();
            });
        } catch (RejectedExecutionException noRoom) {
            missing.incrementAndGet();
        }
    }

    private static Level level(RegistryEvent.Kind kind) {
        return switch (kind) {
            case SUSPECTED, FAILED, EXPIRED, REFUSED, TAKEOVER_REFUSED -> Level.WARN;
            case REGISTERED, CHANGED, REPORTED, OVERRIDDEN, OVERRIDE_ENDED, RECOVERED, DEREGISTERED, CERTIFIED ->
                Level.INFO;
        };
    }
}
