package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE shows of the server's properties. */
class MetadataTests {

    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    /** None has one for a reason, as its description says. */
    private static final Set<String> NO_DEFAULT = Set.of(
            "ringmaster.server.token",
            "ringmaster.server.identities",
            "ringmaster.server.certificates.bundle",
            "ringmaster.server.certificates.directory",
            "ringmaster.server.cluster.name",
            "ringmaster.server.cluster.nodes",
            "ringmaster.server.cluster.secret",
            "ringmaster.server.eureka.bridge.urls",
            "ringmaster.server.cluster.ssl.bundle",
            "ringmaster.server.journal.directory",
            "ringmaster.server.probe.allowed-networks",
            "ringmaster.server.protection.services");

    @Test
    void everyPropertyIsDescribedAndSaysItsDefault() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata().at("/properties")) {
            String name = property.at("/name").asString();
            names.add(name);
            assertThat(name).startsWith("ringmaster.server.");
            String description = property.at("/description").asString();
            assertThat(description).as(name).isNotBlank().endsWith(".");
            assertThat(description).as(name).doesNotStartWith("The ").doesNotStartWith("A ");
            assertThat(property.has("defaultValue")).as("default of " + name).isEqualTo(!NO_DEFAULT.contains(name));
        }
        assertThat(names)
                .contains(
                        "ringmaster.server.token",
                        "ringmaster.server.anonymous-read",
                        "ringmaster.server.cluster.bind-address",
                        "ringmaster.server.cluster.port",
                        "ringmaster.server.settling-time",
                        "ringmaster.server.lease.default-ttl",
                        "ringmaster.server.limits.instances",
                        "ringmaster.server.journal.fsync-interval",
                        "ringmaster.server.watch.heartbeat",
                        "ringmaster.server.probe.timeout",
                        "ringmaster.server.change-log-capacity");
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream json = Files.newInputStream(METADATA)) {
            return new JsonMapper().readTree(json);
        }
    }
}
