package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.server.journal.Reading.Ending;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.Remembered;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a journal says after it was cut, bent, or written by somebody else. */
@ExtendWith(OutputCaptureExtension.class)
class DamageTests {

    @TempDir
    private Path directory;

    private Path file;
    private byte[] bytes;

    /** Where each entry ends, the head of the file first. */
    private final List<Integer> ends = new ArrayList<>();

    /** What is known after so many entries. */
    private final List<Known> knownAfter = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("journal");
        try (DiskFiles files = DiskFiles.open(directory)) {
            Node node = Node.start(files);
            node.journal.step();
            JournalTests.tellAStory(node);
            node.journal.step();
            bytes = Files.readAllBytes(file);
            node.journal.finish();
        }
        ends.add(JournalFormat.FILE_HEAD);
        for (int end = JournalFormat.FILE_HEAD; end < bytes.length; ends.add(end)) {
            end += JournalFormat.ENTRY_HEAD + ByteBuffer.wrap(bytes).getInt(end);
        }
        Recollection recollection = new Recollection(Node.EVENTS);
        knownAfter.add(new Known(recollection.remembered(), recollection.events()));
        for (int i = 0; i + 1 < ends.size(); i++) {
            JournalFormat.read(Arrays.copyOfRange(bytes, ends.get(i) + JournalFormat.ENTRY_HEAD, ends.get(i + 1)))
                    .applyTo(recollection);
            knownAfter.add(new Known(recollection.remembered(), recollection.events()));
        }
    }

    @Test
    void aFileCutAtAnyByteGivesTheWholeEntriesBefore() throws IOException {
        assertThat(ends).hasSizeGreaterThan(20);
        for (int length = bytes.length; length >= 0; length--) {
            Files.write(file, Arrays.copyOf(bytes, length));
            Recollection recollection = new Recollection(Node.EVENTS);
            Reading reading;
            try (InputStream in = Files.newInputStream(file)) {
                reading = Reading.of(in, recollection);
            }
            int cut = length;
            int whole = (int) ends.stream().filter(end -> end <= cut).count();
            int lost = whole == 0 ? length : length - ends.get(whole - 1);
            assertThat(reading.ending()).as("cut at %d", length).isEqualTo(lost == 0 ? Ending.WHOLE : Ending.TORN);
            assertThat(reading.lost()).isEqualTo(lost);
            assertSameAsFirst(Math.max(0, whole - 1), recollection);
        }
    }

    @Test
    void aTailOfZerosAsAPowerCutLeavesItIsATornOne() {
        for (int zeros : new int[] {1, 11, 12, 4096, 20_000}) {
            Recollection recollection = new Recollection(Node.EVENTS);
            Reading reading = read(Arrays.copyOf(bytes, bytes.length + zeros), recollection);
            assertThat(reading.ending()).isEqualTo(Ending.TORN);
            assertThat(reading.lost()).isEqualTo(zeros);
            assertSameAsFirst(ends.size() - 1, recollection);
        }
    }

    @Test
    void aFlippedBitIsNeverBelievedAndNeverTakenForTheEnd() {
        // Each byte, and each bit of a byte as often as the others.
        for (int i = 0; i < bytes.length; i++) {
            int at = i;
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Recollection recollection = new Recollection(Node.EVENTS);
            Reading reading = read(damaged, recollection);
            assertThat(reading.ending()).as("byte %d", at).isEqualTo(Ending.CORRUPT);
            int whole = (int) ends.stream().filter(end -> end <= at).count();
            assertSameAsFirst(Math.max(0, whole - 1), recollection);
        }
    }

    @Test
    void anEventOfAKindThatOnlyALaterVersionKnowsIsLeftOutAndNothingElse(CapturedOutput output) throws IOException {
        String known = "\"kind\":\"" + RegistryEvent.Kind.REGISTERED + "\"";
        ByteArrayOutputStream later = new ByteArrayOutputStream();
        later.write(bytes, 0, JournalFormat.FILE_HEAD);
        int changed = 0;
        for (int i = 0; i + 1 < ends.size(); i++) {
            String json = new String(
                    bytes,
                    ends.get(i) + JournalFormat.ENTRY_HEAD,
                    ends.get(i + 1) - ends.get(i) - JournalFormat.ENTRY_HEAD,
                    StandardCharsets.UTF_8);
            changed += json.contains(known) ? 1 : 0;
            later.write(JournalFormat.entry(
                    json.replace(known, "\"kind\":\"foretold\"").getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(changed).isPositive();

        Recollection recollection = new Recollection(Node.EVENTS);
        Reading reading = read(later.toByteArray(), recollection);

        Known whole = knownAfter.get(knownAfter.size() - 1);
        assertThat(reading.ending()).isEqualTo(Ending.WHOLE);
        assertThat(recollection.remembered()).isEqualTo(whole.remembered);
        assertThat(recollection.events())
                .isEqualTo(whole.events.stream()
                        .filter(event -> event.kind() != RegistryEvent.Kind.REGISTERED)
                        .toList());
        Node.start(new FakeFiles(later.toByteArray()));
        assertThat(output).contains("has " + changed + " events of kinds that only a later version knows");
    }

    @Test
    void aTornTailIsReportedInOneLineAndCutOff(CapturedOutput output) throws IOException {
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        int lost = bytes.length - 5 - ends.get(ends.size() - 2);
        try (DiskFiles files = DiskFiles.open(directory)) {
            Node node = Node.start(files);
            node.journal.step();
            node.journal.finish();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(directory.toString(), "The last " + lost + " bytes are cut off");
        assertThat(read(Files.readAllBytes(file), new Recollection(1)).ending()).isEqualTo(Ending.WHOLE);
        assertThat(filesThere()).containsExactlyInAnyOrder("journal", "lock");
    }

    @Test
    void aDamagedFileIsSetAsideWholeAndTheRestIsUsed(CapturedOutput output) throws IOException {
        byte[] damaged = bytes.clone();
        damaged[ends.get(10) + 40] ^= 1;
        Files.write(file, damaged);
        try (DiskFiles files = DiskFiles.open(directory)) {
            Node node = Node.start(files);
            node.journal.step();
            node.journal.finish();
            assertThat(node.registry.listing().instanceCount()).isPositive();
        }
        String aside = filesThere().stream()
                .filter(name -> name.startsWith("journal.corrupt-"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllBytes(directory.resolve(aside))).isEqualTo(damaged);
        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains(directory.resolve(aside).toString(), "after 10 entries");
        assertThat(read(Files.readAllBytes(file), new Recollection(1)).ending()).isEqualTo(Ending.WHOLE);
    }

    @Test
    void aDamagedFileThatCannotBeSetAsideIsNeverOverwritten() {
        byte[] damaged = bytes.clone();
        damaged[ends.get(10) + 40] ^= 1;
        FakeFiles files = new FakeFiles(damaged);
        files.setAsideFails = true;
        Node node = Node.start(files);
        node.register("inventory", "new", 9, null, "10.0.0.7");
        node.journal.step();
        assertThat(node.journal.problem()).isNotNull();
        assertThat(node.journal.problem().cause()).contains("a damaged journal is in the way");
        assertThat(files.afterKill()).isEqualTo(damaged);
    }

    @Test
    void aFileOfANewerFormatIsRefusedAndLeftAsItIs() throws IOException {
        byte[] newer = bytes.clone();
        System.arraycopy(JournalFormat.fileHead(7), 0, newer, 0, JournalFormat.FILE_HEAD);
        Files.write(file, newer);
        try (DiskFiles files = DiskFiles.open(directory)) {
            assertThatThrownBy(() -> Node.start(files))
                    .isInstanceOf(UnusableJournalException.class)
                    .hasMessageContaining("written by a newer registry, in format 7. This one reads up to 1");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(newer);
    }

    @Test
    void anEntryThatIsWholeAndNotLegalIsNotBelievedEither() {
        byte[] illegal = JournalFormat.entry(new JournalRecord.Put(null, "10.0.0.1"));
        byte[] more = Arrays.copyOf(bytes, bytes.length + illegal.length);
        System.arraycopy(illegal, 0, more, bytes.length, illegal.length);
        Recollection recollection = new Recollection(Node.EVENTS);
        Reading reading = read(more, recollection);
        assertThat(reading.ending()).isEqualTo(Ending.CORRUPT);
        assertThat(reading.flaw()).startsWith("an entry is not legal");
        assertThat(reading.lost()).isEqualTo(illegal.length);
        assertSameAsFirst(ends.size() - 1, recollection);
    }

    @Test
    void twoProcessesNeverShareADirectory() throws IOException {
        try (DiskFiles files = DiskFiles.open(directory)) {
            assertThat(files.place()).isEqualTo(directory.toString());
            assertThatThrownBy(() -> DiskFiles.open(directory))
                    .isInstanceOf(UnusableJournalException.class)
                    .hasMessageContaining(directory.toString());
        }
        DiskFiles.open(directory).close();
    }

    private void assertSameAsFirst(int entries, Recollection recollection) {
        Known known = knownAfter.get(entries);
        assertThat(recollection.remembered()).isEqualTo(known.remembered);
        assertThat(recollection.events()).isEqualTo(known.events);
    }

    private record Known(Remembered remembered, List<RegistryEvent> events) {}

    private static Reading read(byte[] bytes, Recollection recollection) {
        try {
            return Reading.of(new ByteArrayInputStream(bytes), recollection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> filesThere() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
