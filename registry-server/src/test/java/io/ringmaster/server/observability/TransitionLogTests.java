package io.ringmaster.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryEvent.Kind;
import io.ringmaster.server.registry.RegistryObserver.Heartbeat;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TransitionLogTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger("ringmaster.transitions");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final TransitionLog log = new TransitionLog(this::execute);
    private boolean full;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void aTransitionIsOneLineForPeopleAndSearchableByItsFacts() {
        log.happened(event(Kind.FAILED, InstanceStatus.SUSPECT, InstanceStatus.DOWN, "connection refused"));
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo("inventory/a failed: SUSPECT -> DOWN (connection refused)");
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getKeyValuePairs())
                    .extracting(pair -> pair.key + "=" + pair.value)
                    .containsExactly("service=inventory", "instance=a", "event=failed", "status=DOWN", "revision=e1-7");
        });
    }

    @Test
    void whoAskedIsNamedAndHisReasonForgesNoLine() {
        log.happened(new RegistryEvent(
                FakeTicker.START,
                new Revision("e1", 7),
                new InstanceKey("inventory", "a"),
                Kind.OVERRIDDEN,
                InstanceStatus.UP,
                InstanceStatus.DRAINING,
                "canary\r\ninventory/b failed",
                "on-call",
                "10.0.0.9"));
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo(
                            "inventory/a overridden: UP -> DRAINING (canary inventory/b failed), by on-call from 10.0.0.9");
            assertThat(line.getKeyValuePairs())
                    .extracting(pair -> pair.key + "=" + pair.value)
                    .contains("by=on-call", "from=10.0.0.9");
        });
    }

    @Test
    void whatCouldNotBeWrittenInTimeIsCounted() {
        full = true;
        log.happened(event(Kind.REGISTERED, null, InstanceStatus.UP, null));
        log.happened(event(Kind.DEREGISTERED, InstanceStatus.UP, null, null));
        full = false;
        log.happened(event(Kind.REGISTERED, null, InstanceStatus.UP, null));
        log.happened(event(Kind.DEREGISTERED, InstanceStatus.UP, null, null));
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "2 lines are missing here, because the log could not be written in time.",
                        "inventory/a registered: UP",
                        "inventory/a deregistered: UP -> gone");
    }

    @Test
    void comingAndGoingReadWell() {
        log.happened(event(Kind.REGISTERED, null, InstanceStatus.STARTING, null));
        log.happened(event(Kind.OVERRIDDEN, InstanceStatus.UP, InstanceStatus.UP, "canary"));
        log.happened(event(Kind.DEREGISTERED, InstanceStatus.UP, null, null));
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "inventory/a registered: STARTING",
                        "inventory/a overridden: UP (canary)",
                        "inventory/a deregistered: UP -> gone");
    }

    @Test
    void aHeartbeatIsNoLine() {
        log.heartbeat(Heartbeat.RENEWED);
        log.probed("connected");
        log.refused("not-found");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void troubleOfTheRegistryItselfIsToldWithWhatItDidAboutIt() {
        log.stoodStill(Duration.ofSeconds(60));
        log.manyStreamsBroke(40, 2);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allMatch(message -> message.contains("got a full term"))
                .anyMatch(message -> message.contains("60000 ms"))
                .anyMatch(message -> message.contains("40 streams broke"));
    }

    private static RegistryEvent event(Kind kind, InstanceStatus was, InstanceStatus status, String cause) {
        return new RegistryEvent(
                FakeTicker.START, new Revision("e1", 7), new InstanceKey("inventory", "a"), kind, was, status, cause);
    }

    private void execute(Runnable line) {
        if (full) {
            throw new RejectedExecutionException();
        }
        line.run();
    }
}
