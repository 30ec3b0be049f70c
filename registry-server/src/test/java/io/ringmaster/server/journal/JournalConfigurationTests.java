package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
class JournalConfigurationTests {

    private static final String INSTANCE = "/v1/services/inventory/instances/a";
    private static final String OVERRIDE = "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk replacement\"}";

    @TempDir
    private Path directory;

    @Test
    void aRegistryThatStopsAndStartsAgainKnowsEverything() {
        String digest;
        try (RunningRegistry server = start(directory)) {
            server.register("inventory", "a", "{\"port\":1,\"ttlSeconds\":0}");
            Answer overridden = server.put(INSTANCE + "/override", OVERRIDE);
            assertThat(overridden.status()).isEqualTo(200);
            assertThat(overridden.header("Warning")).isNull();
            assertThat(server.get("/actuator/health/journal").at("/status")).isEqualTo("UP");
            digest = server.registry().listing().digest();
        }
        assertThat(directory.resolve("journal")).isNotEmptyFile();
        try (RunningRegistry server = start(directory)) {
            assertThat(server.get(INSTANCE).at("/instance/status")).isEqualTo("OUT_OF_SERVICE");
            assertThat(server.get("/v1/events").at("/events/0/cause")).isEqualTo("disk replacement");
            assertThat(server.registry().listing().digest()).isEqualTo(digest);
            assertThat(server.delete(INSTANCE).header("Warning")).isNull();
        }
        try (RunningRegistry server = start(directory)) {
            assertThat(server.get("/v1/services/inventory/instances").json().at("/instances"))
                    .isEmpty();
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNoReasonNotToServeAndNoAnswerPretends(CapturedOutput output) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (RunningRegistry server = start(file.resolve("below"))) {
            Answer persistent = server.register("inventory", "a", "{\"port\":1,\"ttlSeconds\":0}");
            assertThat(persistent.status()).isEqualTo(201);
            assertThat(persistent.header("Warning")).contains("not on disk");
            assertThat(server.register("inventory", "b", "{\"port\":1}").header("Warning"))
                    .isNull();
            Answer overridden = server.put(INSTANCE + "/override", OVERRIDE);
            assertThat(overridden.status()).isEqualTo(200);
            assertThat(overridden.header("Warning")).contains("not on disk");
            assertThat(overridden.at("/override/reason")).isEqualTo("disk replacement");
            Answer cleared = server.delete(INSTANCE + "/override");
            assertThat(cleared.status()).isEqualTo(204);
            assertThat(cleared.header("Warning")).contains("not on disk");
            assertThat(server.get("/actuator/health/journal").at("/status")).isEqualTo("UNKNOWN");
            assertThat(server.get("/actuator/health").at("/status")).isEqualTo("UP");
            assertThat(server.get("/actuator/health/readiness").status()).isEqualTo(200);
            assertThat(output.getAll().lines().filter(line -> line.contains("cannot be written")))
                    .singleElement()
                    .asString()
                    .contains("ERROR", file.toString());
        }
    }

    @Test
    void aSecondRegistryOnTheSameDirectorySaysWhatToDo(CapturedOutput output) {
        try (RunningRegistry first = start(directory)) {
            assertThat(catchThrowable(() -> start(directory).close()))
                    .hasRootCauseInstanceOf(UnusableJournalException.class);
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Another process keeps its journal in " + directory)
                    .contains("ringmaster.server.journal.directory");
            assertThat(first.get("/v1/services").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutAFixedPortOrADirectoryItSaysThatNothingIsKept(CapturedOutput output) {
        try (RunningRegistry server = RunningRegistry.start("management.endpoint.health.show-components=always")) {
            assertThat(output).contains("Everything is kept in memory only, because the port is random");
            assertThat(server.register("inventory", "a", "{\"port\":1,\"ttlSeconds\":0}")
                            .header("Warning"))
                    .isNull();
            assertThat(server.get("/actuator/health/journal").status()).isEqualTo(404);
        }
    }

    @Test
    void theDirectoryFollowsThePortUnlessItIsSet() {
        JournalProperties usual = properties(true, null);
        assertThat(usual.directory(8761)).isEqualTo(Path.of("ringmaster-data", "8761"));
        assertThat(usual.directory(0)).isNull();
        assertThat(properties(true, "data").directory(0)).isEqualTo(Path.of("data"));
        assertThat(properties(false, "data").directory(8761)).isNull();
    }

    private static JournalProperties properties(boolean enabled, String directory) {
        return new JournalProperties(enabled, directory, Duration.ofSeconds(1), DataSize.ofMegabytes(1));
    }

    private static RunningRegistry start(Path directory) {
        return RunningRegistry.start(
                "ringmaster.server.journal.directory=" + directory,
                "management.endpoint.health.show-components=always");
    }
}
