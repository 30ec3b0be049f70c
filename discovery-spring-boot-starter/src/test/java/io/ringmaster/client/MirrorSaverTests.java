package io.ringmaster.client;

import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MirrorSaverTests {

    private static final Duration MAX_AGE = Duration.ofHours(24);

    @TempDir
    private Path directory;

    private final FakeTicker ticker = new FakeTicker();
    private final FakeScheduler scheduler = new FakeScheduler();
    private boolean connected = true;
    private Process process;

    /** What one process of the application has of it. */
    private final class Process {

        private final CatalogMirror mirror = new CatalogMirror();
        private final MirrorSaver saver;

        Process(String... servers) {
            saver = new MirrorSaver(
                    mirror,
                    RegistryServers.of(List.of(servers)),
                    new MirrorSaver.Settings(directory.resolve("mirror"), "orders", MAX_AGE),
                    () -> connected,
                    ticker,
                    scheduler);
            saver.start();
        }

        void list(String revision, boolean settled, Instance... instances) {
            mirror.connected();
            for (Instance instance : instances) {
                mirror.snapshot(new ServiceSnapshot(
                        instance.registration().service(), true, Revision.parse(revision), null, List.of(instance)));
            }
            mirror.synced(new WatchEvent.Synced(Revision.parse(revision), settled));
        }
    }

    private void start() {
        process = new Process("http://localhost:8761", "http://other:8761");
    }

    @Test
    void theNextProcessBeginsWithWhatWasSaved() {
        start();
        process.list("a-1", true, up("inventory", "1"), up("pricing", "1"));
        scheduler.runWaiting();
        ticker.advance(Duration.ofHours(1));

        start();

        assertThat(process.mirror.serviceNames()).containsExactly("inventory", "pricing");
        assertThat(process.mirror.savedAt()).isEqualTo(FakeTicker.START);
        assertThat(process.mirror.synced()).isFalse();
    }

    @Test
    void manyChangesAreSavedOnce() {
        start();
        process.list("a-1", true, up("inventory", "1"));
        for (int i = 2; i < 100; i++) {
            process.mirror.put(
                    Revision.parse("a-" + i), new WatchEvent.Put(up("inventory", Integer.toString(i)), null));
        }

        assertThat(scheduler.waiting()).isEqualTo(1);
        assertThat(file()).doesNotExist();
        scheduler.runWaiting();
        assertThat(file()).content().contains("\"id\":\"99\"");
    }

    @Test
    void aListThatNobodyVouchesForIsNotSaved() {
        start();
        process.list("a-1", false, up("inventory", "1"));
        scheduler.runWaiting();
        scheduler.runRepeated();
        assertThat(file()).doesNotExist();

        process.mirror.synced(new WatchEvent.Synced(Revision.parse("a-1"), true));
        scheduler.runWaiting();

        assertThat(file()).content().contains("inventory");
    }

    @Test
    void anEmptyListDoesNotReplaceAGoodOne() {
        start();
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        process.mirror.remove(
                Revision.parse("a-2"), new WatchEvent.Remove("inventory", "1", RemovalReason.DEREGISTERED, null));
        scheduler.runWaiting();
        process.saver.stop();

        assertThat(file()).content().contains("inventory");
    }

    @Test
    void whatComesFromTheDiskIsNotSavedAsIfItWereNew() throws IOException {
        start();
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        String content = Files.readString(file());
        ticker.advance(Duration.ofHours(5));
        connected = false;

        start();
        scheduler.runWaiting();
        scheduler.runRepeated();
        process.saver.stop();

        assertThat(file()).hasContent(content);
    }

    @Test
    void aListThatStaysTheSameIsNotWrittenAgainUntilItGrowsOld() throws IOException {
        start();
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        String content = Files.readString(file());
        ticker.advance(Duration.ofHours(1));
        process.list("b-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        assertThat(file()).hasContent(content);

        ticker.advance(Duration.ofHours(23));
        scheduler.runRepeated();
        ticker.advance(Duration.ofHours(23));
        start();

        assertThat(process.mirror.savedAt()).isEqualTo(FakeTicker.START.plus(Duration.ofHours(24)));
    }

    @Test
    void aListThatNobodyConfirmsGrowsOld() {
        start();
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        connected = false;
        ticker.advance(Duration.ofHours(23));
        scheduler.runRepeated();
        ticker.advance(Duration.ofHours(2));

        start();

        assertThat(process.mirror.serviceNames()).isEmpty();
    }

    @Test
    void savesWhatHasChangedWhenTheApplicationStops() {
        start();
        process.list("a-1", true, up("inventory", "1"));
        process.saver.stop();

        assertThat(file()).content().contains("inventory");
    }

    @Test
    void aListThatIsTooOldIsNotUsed(CapturedOutput output) {
        save("http://localhost:8761");
        ticker.advance(MAX_AGE.plusSeconds(1));

        start();

        assertThat(process.mirror.serviceNames()).isEmpty();
        assertThat(output).contains("is not used: it is 24 h old");
    }

    @Test
    void aWallClockThatWasSetBackTakesNothingAway() {
        save("http://localhost:8761");
        ticker.jumpWallClock(Duration.ofDays(-30));

        start();

        assertThat(process.mirror.serviceNames()).containsExactly("inventory");
    }

    @Test
    void theListOfAnotherRegistryIsNotUsed(CapturedOutput output) {
        save("http://test:8761");

        start();

        assertThat(process.mirror.serviceNames()).isEmpty();
        assertThat(output).contains("is not used: it is of the registry at [http://test:8761]");
    }

    @Test
    void aRegistryWithOneMoreServerIsTheSame() {
        save("http://third:8761", "http://other:8761");

        start();

        assertThat(process.mirror.serviceNames()).containsExactly("inventory");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsOneWarningAndNoFailure(CapturedOutput output) throws IOException {
        Files.writeString(directory.resolve("mirror"), "in the way");

        start();
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        process.list("a-2", true, up("inventory", "2"));

        assertThat(scheduler.waiting()).as("attempts with each change").isZero();
        scheduler.runRepeated();
        process.saver.stop();
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .hasSize(1);
        assertThat(process.mirror.synced()).isTrue();
    }

    @Test
    void savesAgainWhenTheDiskWorksAgain(CapturedOutput output) throws IOException {
        start();
        Path inTheWay = Files.createDirectories(file().resolve("full"));
        process.list("a-1", true, up("inventory", "1"));
        scheduler.runWaiting();
        assertThat(output).containsOnlyOnce("cannot be saved");
        Files.delete(inTheWay);
        Files.delete(file());

        scheduler.runRepeated();

        assertThat(file()).content().contains("inventory");
    }

    @Test
    void aDamagedFileIsReplacedByTheNextList() throws IOException {
        save("http://localhost:8761");
        Files.writeString(file(), "damage");

        start();
        assertThat(process.mirror.serviceNames()).isEmpty();
        process.list("a-1", true, up("pricing", "1"));
        scheduler.runWaiting();

        assertThat(file()).content().contains("pricing");
    }

    @Test
    void saysWithWhichListTheApplicationBegins(CapturedOutput output) {
        save("http://localhost:8761");
        ticker.advance(Duration.ofMinutes(35));
        start();

        process.saver.warnIfUnconfirmed();

        assertThat(output).contains("saved 35 min ago in " + file()).contains("1 instances of 1 services");
    }

    private void save(String... servers) {
        Process before = new Process(servers);
        before.list("a-1", true, up("inventory", "1"));
        before.saver.stop();
    }

    private Path file() {
        return directory.resolve("mirror").resolve("orders.json");
    }

    private static Instance up(String service, String id) {
        return instance(service, id, InstanceStatus.UP);
    }
}
