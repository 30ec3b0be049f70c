package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The bytes between nodes. What a release has written stays readable by the next one, so the golden files only ever get company. */
class WireFormatTests {

    private final WireFormat wire = new WireFormat(WireFormat.NEWEST);

    private static List<Message> messages() {
        Registration claim = new Registration(
                "inventory",
                "a",
                "https",
                "10.0.0.1",
                8443,
                "zone-a",
                0.5,
                Map.of("version", "1.2 \"ß\""),
                30,
                new Check(Check.Type.HTTP, "/livez"),
                "session-one",
                1_700_000_000_000L);
        Instance instance = new Instance(
                claim,
                InstanceStatus.DRAINING,
                null,
                ObservedHealth.SUSPECT,
                "its stream broke",
                FakeTicker.START,
                FakeTicker.START.plusMillis(1));
        return List.of(
                new Message.Changes(List.of(
                        new Entry.Listed(instance, "10.0.0.7", "n1", new Version(1_700_000_000_000L, 3, "n2")),
                        ClusterEntries.removed("b", RemovalReason.EXPIRED, 7, 4, "n1"),
                        ClusterEntries.overridden("c", 0.25, 5, "n1"),
                        new Entry.OverrideEnded(ClusterEntries.key("d"), new Version(0, 6, "n1"), FakeTicker.START))),
                new Message.Digest(
                        true, 3, LongStream.range(-128, 128).map(i -> i * i * i).toArray()),
                new Message.Ask(255, new long[] {1, Long.MIN_VALUE}),
                new Message.Answer(255, List.of(ClusterEntries.listed("e", 1, -5, "n1")), true),
                new Message.Doubts(List.of(ClusterEntries.key("a"))));
    }

    @Test
    void format1IsReadAndWrittenAsItAlwaysWas() throws IOException {
        List<Message> expected = messages();
        List<byte[]> golden = golden("format-1.txt");
        assertThat(golden).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            byte[] bytes = golden.get(i);
            assertThat(wire.understands(wire.head(bytes))).isTrue();
            assertThat(wire.read(bytes)).usingRecursiveComparison().isEqualTo(expected.get(i));
            assertThat(text(wire.write(expected.get(i), 1))).isEqualTo(text(bytes));
        }
    }

    @Test
    void theFormatOfTheReleaseBeforeIsUnderstoodAndNoOther() {
        WireFormat third = new WireFormat(3);
        assertThat(IntStream.rangeClosed(1, 4).filter(format -> third.understands(new WireFormat.Head(format, 9))))
                .containsExactly(2, 3);
    }

    @Test
    void entriesAreSplitIntoMessagesThatAreNotTooLong() {
        List<Entry> entries = IntStream.range(0, 1000)
                .<Entry>mapToObj(i -> ClusterEntries.listed("i" + i, 1, i, "n1"))
                .toList();
        List<List<Entry>> chunks = WireFormat.chunks(entries);
        assertThat(chunks.stream().flatMap(List::stream).toList()).isEqualTo(entries);
        assertThat(chunks)
                .hasSizeLessThan(20)
                .allSatisfy(chunk -> assertThat(wire.write(new Message.Answer(255, chunk, false), 1).length)
                        .isLessThanOrEqualTo(WireFormat.MAX_BYTES));
    }

    private static List<byte[]> golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(WireFormatTests.class.getResourceAsStream("/cluster/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(WireFormatTests::bytes)
                    .toList();
        }
    }

    /** A line has the head in hexadecimal digits, a space, and the JSON. */
    private static byte[] bytes(String line) {
        byte[] head = HexFormat.of().parseHex(line.substring(0, 8));
        byte[] json = line.substring(9).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + json.length)
                .put(head)
                .put(json)
                .array();
    }

    private static String text(byte[] message) {
        return HexFormat.of().formatHex(message, 0, 4) + " "
                + new String(message, 4, message.length - 4, StandardCharsets.UTF_8);
    }
}
