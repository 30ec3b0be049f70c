package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE completes. A processor that silently did not run would leave nothing here. */
class ConfigurationMetadataTests {

    @Test
    void everyPropertyIsDescribedAsSpringBootWantsIt() throws IOException {
        List<JsonNode> properties = properties();

        assertThat(properties).hasSizeGreaterThan(25);
        assertThat(properties)
                .allSatisfy(property -> assertThat(property.path("description").asString(""))
                        .as(property.path("name").asString())
                        .matches("(?s)[A-Z].*\\.")
                        .doesNotStartWith("The ")
                        .doesNotStartWith("A "));
    }

    @Test
    void theFirstPropertyOfANewcomerHasItsDefault() throws IOException {
        assertThat(properties())
                .filteredOn(property -> property.path("name").asString().equals("ringmaster.client.servers"))
                .singleElement()
                .satisfies(property -> {
                    assertThat(property.path("description").asString()).startsWith("Addresses of the registry servers");
                    assertThat(property.path("defaultValue").toString()).contains("http://localhost:8761");
                });
    }

    private static List<JsonNode> properties() throws IOException {
        try (InputStream in =
                RingmasterClientProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = JsonMapper.shared().readTree(in);
            return StreamSupport.stream(metadata.path("properties").spliterator(), false)
                    .filter(property -> property.path("name").asString().startsWith("ringmaster."))
                    .toList();
        }
    }
}
