package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps {@code docs/CONFIGURATION.md} equal to the metadata that IDEs read. Run with {@code -Ddocs.update=true} to write the
 * page anew.
 */
class ConfigurationPageIT {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/CONFIGURATION.md");
    private static final String METADATA = "target/classes/META-INF/spring-configuration-metadata.json";

    @Test
    void pageShowsEveryPropertyAsTheMetadataDescribeIt() throws IOException {
        String page = page();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void noPropertyIsWithoutDescription() throws IOException {
        for (String module : new String[] {"registry-server", "discovery-spring-boot-starter"}) {
            assertThat(properties(module).values())
                    .isNotEmpty()
                    .allSatisfy(
                            property -> assertThat(property.path("description").asString(""))
                                    .as(property.path("name").asString())
                                    .isNotBlank());
        }
    }

    private static String page() throws IOException {
        return """
                # Configuration

                Every property, from the metadata that IDEs complete from. A test keeps this page current. Durations take a unit, such as
                `500ms` or `20s`; lists are comma-separated or YAML lists; every name works as an environment variable, such as
                `RINGMASTER_CLIENT_SERVERS`.

                ## In an application

                """ + table("discovery-spring-boot-starter") + """

                For one service: `ringmaster.client.routing.services.<name>.…`. The switches that Spring Cloud shares among registries work as
                well: `spring.cloud.discovery.enabled`, `spring.cloud.service-registry.auto-registration.enabled`,
                `spring.cloud.loadbalancer.enabled`.

                ## In the registry

                """ + table("registry-server");
    }

    private static String table(String module) throws IOException {
        StringBuilder table = new StringBuilder("| property | means | default |\n| --- | --- | --- |\n");
        properties(module)
                .forEach((name, property) -> table.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(property.path("description")
                                .asString()
                                .replace("|", "\\|")
                                .replaceAll("\\s+", " "))
                        .append(" | ")
                        .append(defaultOf(property))
                        .append(" |\n"));
        return table.toString();
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
            return "";
        }
        return "`" + (value.isArray() ? value.get(0).asString() : value.asString()) + "`";
    }

    private static Map<String, JsonNode> properties(String module) throws IOException {
        JsonNode metadata = JsonMapper.shared()
                .readTree(Files.readString(ROOT.resolve(module).resolve(METADATA)));
        Map<String, JsonNode> properties = new TreeMap<>();
        metadata.path("properties").forEach(property -> {
            String name = property.path("name").asString();
            if (name.startsWith("ringmaster.")) {
                properties.put(name, property);
            }
        });
        return properties;
    }
}
