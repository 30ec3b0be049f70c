package io.ringmaster.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RegistryProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged registry, killed and started again. */
class RestartIT {

    private static final String INSTANCE = "/v1/services/inventory/instances/a";

    @TempDir
    private Path directory;

    @Test
    void whatWasAnsweredBeforeAKillIsThereAtOnceAfterIt() throws Exception {
        try (RegistryProcess registry = RegistryProcess.startedIn(directory)) {
            registry.call(
                    "PUT",
                    "inventory",
                    "a",
                    "{\"host\":\"127.0.0.1\",\"port\":9,\"session\":\"session-one\",\"ttlSeconds\":60,\"incarnation\":7,"
                            + "\"metadata\":{\"version\":\"1.2\"}}");
            registry.call("PUT", "inventory", "forever", "{\"host\":\"127.0.0.1\",\"port\":9,\"ttlSeconds\":0}");
            registry.call(
                    "PUT",
                    "inventory",
                    "a/override",
                    "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk replacement\"}");
            JsonNode before = get(registry, INSTANCE).at("/instance");
            String revision =
                    get(registry, "/v1/events").at("/events/0/revision").asString();

            registry.kill();
            registry.start();

            JsonNode after = get(registry, INSTANCE);
            assertThat(after.at("/instance")).isEqualTo(before);
            assertThat(after.at("/instance/override/reason").asString()).isEqualTo("disk replacement");
            assertThat(get(registry, "/v1/services/inventory/instances").at("/instances"))
                    .hasSize(2);
            JsonNode newest = get(registry, "/v1/events").at("/events/0");
            assertThat(newest.at("/event").asString()).isEqualTo("overridden");
            assertThat(newest.at("/revision").asString()).isEqualTo(revision);

            JsonNode beat = new JsonMapper()
                    .readTree(registry.send(
                                    "PUT",
                                    "/v1/sessions/session-one",
                                    "{\"instances\":[{\"service\":\"inventory\",\"id\":\"a\",\"incarnation\":7}]}")
                            .body());
            assertThat(beat.at("/register")).isEmpty();
            assertThat(beat.at("/stale")).isEmpty();
        }
    }

    private static JsonNode get(RegistryProcess registry, String path) {
        return new JsonMapper().readTree(registry.send("GET", path, null).body());
    }
}
