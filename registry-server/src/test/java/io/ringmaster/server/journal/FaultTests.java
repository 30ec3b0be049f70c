package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.time.FakeTicker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What happens when the disk fails or the process dies at the worst moment. */
@ExtendWith(OutputCaptureExtension.class)
class FaultTests {

    private static final Node.Settings TIGHT = new Node.Settings(100, Duration.ofSeconds(1), 6_000);

    @Test
    void aDiskThatFailsOnceAtAnyOperationCostsNothingInTheEnd() {
        int operations = run(new FakeFiles()).operations;
        assertThat(operations).isGreaterThan(20);
        for (int failing = 0; failing < operations; failing++) {
            int number = failing;
            FakeFiles files = new FakeFiles();
            files.fails = operation -> operation == number;
            run(files);
        }
    }

    @Test
    void aFullDiskIsSaidOnceAndEndsByItself(CapturedOutput output) throws Exception {
        FakeFiles files = new FakeFiles();
        Node node = Node.start(files);
        node.journal.step();
        files.fails = operation -> true;
        node.register("inventory", "a", 0, null, "10.0.0.7");
        CompletionStage<Void> durable = node.registry.durable();
        node.journal.step();
        assertThat(durable).isCompletedExceptionally();
        assertThat(node.registry.listing().instanceCount()).isEqualTo(1);
        assertThat(node.journal.problem())
                .isEqualTo(new Journal.Problem(FakeTicker.START, "java.io.IOException: No space left on device"));

        int before = files.operations;
        CompletionStage<Void> meanwhile = node.registry.durable();
        node.clock.advance(Journal.RETRY.minusMillis(1));
        node.journal.step();
        assertThat(meanwhile).isCompletedExceptionally();
        assertThat(files.operations).isEqualTo(before);
        node.clock.advance(Duration.ofMillis(1));
        node.journal.step();
        assertThat(node.failed).isEqualTo(2);
        assertThat(node.journal.problem().since()).isEqualTo(FakeTicker.START);
        assertThat(new JournalHealth(node.journal).health().getStatus().getCode())
                .isEqualTo("UNKNOWN");

        files.fails = operation -> false;
        node.clock.advance(Journal.RETRY);
        CompletionStage<Void> after = node.registry.durable();
        node.journal.step();
        assertThat(after).isCompleted();
        assertThat(node.journal.problem()).isNull();
        assertThat(new JournalHealth(node.journal).health().getStatus().getCode())
                .isEqualTo("UP");
        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains("The journal in memory cannot be written", "No space left on device");
        assertThat(output).contains("The journal in memory is written again.");
        assertThat(Node.start(new FakeFiles(files.afterPowerCut()), node.clock).known())
                .isEqualTo(node.known());
    }

    @Test
    void aCrashAtAnyMomentOfWritingEverythingAnewLosesNothing() {
        FakeFiles files = new FakeFiles();
        Node node = Node.start(files);
        node.journal.step();
        JournalTests.tellAStory(node);
        node.journal.step();
        files.crashes.clear();

        FakeFiles again = new FakeFiles(files.afterPowerCut());
        Node next = Node.start(new FakeFiles(files.afterKill()), node.clock);
        Node.start(again, node.clock).journal.step();
        assertThat(again.crashes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(next.known()).isEqualTo(node.known());

        FakeFiles rewritten = new FakeFiles(files.afterKill());
        Node.start(rewritten, node.clock).journal.step();
        rewritten.crashes.add(rewritten.afterPowerCut());
        for (byte[] left : rewritten.crashes) {
            assertThat(Node.start(new FakeFiles(left), node.clock).known()).isEqualTo(node.known());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aRegistryThatIsRestartedNowAndThenForgetsNothing(long seed) {
        Random random = new Random(seed);
        FakeTicker clock = new FakeTicker();
        FakeFiles files = new FakeFiles();
        Node node = Node.start(files, clock, TIGHT);
        node.journal.step();
        int restarts = 0;
        for (int i = 0; i < 4_000; i++) {
            command(random, node).run();
            if (random.nextInt(4) == 0) {
                files.fails = operation -> random.nextInt(20) == 0;
                node.journal.step();
                files.fails = operation -> false;
            }
            if (random.nextInt(200) == 0) {
                restarts++;
                clock.advance(Journal.RETRY);
                node.registry.expireLapsed(clock.now());
                CompletionStage<Void> durable = node.registry.durable();
                node.journal.step();
                assertThat(durable).isCompleted();
                Node.Known known = node.known();
                files = new FakeFiles(random.nextBoolean() ? files.afterKill() : files.afterPowerCut());
                node = Node.start(files, clock, TIGHT);
                assertThat(node.known()).as("command %d", i).isEqualTo(known);
                node.journal.step();
            }
        }
        assertThat(restarts).isPositive();
    }

    private static Runnable command(Random random, Node node) {
        String service = List.of("inventory", "pricing", "orders").get(random.nextInt(3));
        String id = "i" + random.nextInt(10);
        InstanceKey key = new InstanceKey(service, id);
        boolean listed = node.registry.listing().catalog().find(key) != null;
        switch (random.nextInt(listed ? 7 : 2)) {
            case 0:
                return () -> node.register(service, id, 0, null, "10.0.0." + random.nextInt(5));
            case 1:
                return () -> node.clock.advance(Duration.ofMillis(random.nextInt(50)));
            case 2:
                return () -> node.registry.deregister(key, null, Actor.anybody("10.0.0.1"), node.clock.now());
            case 3:
                return () -> node.override(
                        service,
                        id,
                        "reason " + random.nextInt(),
                        node.clock.now().instant().plusSeconds(5));
            case 4:
                return () -> node.registry.clearOverride(key, Actor.anybody("10.0.0.1"), node.clock.now());
            case 5:
                return () -> node.registry.expireLapsed(node.clock.now());
            default:
                return () -> node.registry.reportStatus(
                        key,
                        random.nextBoolean() ? InstanceStatus.UP : InstanceStatus.DRAINING,
                        null,
                        Actor.anybody("10.0.0.1"),
                        node.clock.now());
        }
    }

    /** Runs a story with compactions; wherever it crashes, what is found is whole or torn, never damaged. */
    private static FakeFiles run(FakeFiles files) {
        Node node = Node.start(files, new FakeTicker(), TIGHT);
        node.journal.step();
        Set<Node.Known> states = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            node.register("inventory", "i" + i, 0, null, "10.0.0.7");
            node.override("inventory", "i" + i, "reason", null);
            node.clock.advance(Duration.ofMillis(400));
            node.journal.step();
            states.add(node.known());
        }
        assertThat(states).hasSize(12);
        // Twice, because the first time may be when the disk fails.
        for (int i = 0; i < 2; i++) {
            node.clock.advance(Journal.RETRY);
            node.journal.step();
        }
        assertThat(node.journal.problem()).isNull();
        assertThat(Node.start(new FakeFiles(files.afterPowerCut()), node.clock).known())
                .isEqualTo(node.known());
        for (byte[] left : files.crashes) {
            assertThat(endingOf(left)).isNotEqualTo(Reading.Ending.CORRUPT);
        }
        return files;
    }

    private static Reading.Ending endingOf(byte[] left) {
        try {
            return Reading.of(new ByteArrayInputStream(left), new Recollection(Node.EVENTS))
                    .ending();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
