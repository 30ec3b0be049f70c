package io.ringmaster.client;

import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ringmaster.model.InstanceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MirrorFileTests {

    private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
    private static final SavedMirror LIST = new SavedMirror(
            NOW, List.of("http://localhost:8761"), List.of(instance("inventory", "1", InstanceStatus.UP)));

    @TempDir
    private Path parent;

    private Path directory;
    private MirrorFile file;

    @BeforeEach
    void nameTheFile() {
        directory = parent.resolve("a").resolve("mirror");
        file = new MirrorFile(directory, "orders");
    }

    @Test
    void readsWhatItWroteAndLeavesNothingElseBehind() throws IOException {
        assertThat(file.read(NOW)).isNull();
        file.write(LIST);

        assertThat(file.read(NOW)).isEqualTo(LIST);
        assertThat(names()).containsExactly("orders.json");
    }

    @Test
    void applicationsShareNoFileHoweverTheyAreNamed() {
        List<String> applications =
                List.of("orders", "Orders", "a/b", "a.b", "a b", "../orders", "", "ä", "ö", "x".repeat(300), "CON:");
        // No upper case: there are file systems to which Orders and orders are the same.
        assertThat(applications.stream().map(MirrorFile::nameFor))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("[a-z0-9_-]{0,80}(\\.[0-9a-f]{1,8})?\\.json"));
        assertThat(MirrorFile.nameFor("orders")).isEqualTo("orders.json");
    }

    @Test
    void aDamagedFileIsSetAside() throws IOException {
        file.write(LIST);
        Files.writeString(file.path(), "{}");

        assertThat(file.read(NOW)).isNull();
        assertThat(names()).containsExactly("orders.json.damaged");
        assertThat(file.read(NOW)).isNull();
    }

    @Test
    void aFileOfANewerVersionStaysWhereItIs() throws IOException {
        file.write(LIST);
        String newer = Files.readString(file.path()).replace("\"format\":1", "\"format\":7");
        Files.writeString(file.path(), newer);

        assertThat(file.read(NOW)).isNull();
        assertThat(file.path()).hasContent(newer);
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        file.write(LIST);
        Files.write(file.path(), new byte[SavedMirror.MAX_BYTES + 1]);

        assertThatIOException().isThrownBy(() -> file.read(NOW)).withMessageContaining("larger");
    }

    @Test
    void whatAKilledWriterLeftBehindIsSweptAwayAndWhatIsOfSomebodyElseIsNot() throws IOException {
        file.write(LIST);
        leave("orders.json123.tmp", NOW.minus(Duration.ofHours(2)));
        leave("orders.json124.tmp", NOW);
        leave("theirs.tmp", NOW.minus(Duration.ofHours(2)));

        file.read(NOW);

        assertThat(names()).containsExactly("orders.json", "orders.json124.tmp", "theirs.tmp");
    }

    @Test
    void somethingElseInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "a file");

        assertThatIOException().isThrownBy(() -> file.read(NOW)).withMessageContaining("Remove it");
        assertThatIOException().isThrownBy(() -> file.write(LIST)).withMessageContaining("Remove it");
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        // A directory that is not empty cannot be replaced by a file.
        Files.createDirectories(file.path().resolve("full"));

        assertThatIOException().isThrownBy(() -> file.write(LIST));
        assertThat(names()).containsExactly("orders.json");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerMayReadAndWrite() throws IOException {
        file.write(LIST);

        assertThat(permissions(directory.getParent())).isEqualTo("rwx------");
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(file.path())).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDirectoryThatEverybodyMayWriteInIsRefused() throws IOException {
        file.write(LIST);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatIOException()
                .isThrownBy(() -> file.read(NOW))
                .withMessageContaining("can be written by everybody")
                .withMessageContaining(directory.toString());
        assertThatIOException().isThrownBy(() -> file.write(LIST));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatEverybodyMayWriteIsRefused() throws IOException {
        file.write(LIST);
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatIOException().isThrownBy(() -> file.read(NOW)).withMessageContaining("can be written by everybody");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksAreRefused() throws IOException {
        file.write(LIST);
        MirrorFile linkedDirectory =
                new MirrorFile(Files.createSymbolicLink(parent.resolve("link"), directory), "orders");
        assertThatIOException().isThrownBy(() -> linkedDirectory.read(NOW)).withMessageContaining("symbolic link");
        assertThatIOException().isThrownBy(() -> linkedDirectory.write(LIST)).withMessageContaining("symbolic link");

        Path planted = Files.move(file.path(), parent.resolve("planted.json"));
        Files.createSymbolicLink(file.path(), planted);
        assertThatIOException().isThrownBy(() -> file.read(NOW)).withMessageContaining("symbolic link");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void leave(String name, Instant at) throws IOException {
        Files.setLastModifiedTime(Files.createFile(directory.resolve(name)), FileTime.from(at));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
