package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The golden vectors are a promise to clients in other languages: an answer that differs from the file moves everybody's keys.
 * To write the file anew, after vectors were added or the ring was changed on purpose:
 *
 * <pre>mvn -pl discovery-core test -Dtest=RingVectorsTests -Dring.vectors=write</pre>
 */
class RingVectorsTests {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path VECTORS = MODULE.resolve("src/test/resources/ring/vectors.json");

    private final JsonMapper json = JsonMapper.shared();

    @Test
    void ringAnswersAsTheGoldenVectorsSay() throws IOException {
        JsonNode answers = RingVectors.generate();
        if ("write".equals(System.getProperty("ring.vectors"))) {
            Files.createDirectories(VECTORS.getParent());
            Files.writeString(VECTORS, json.writerWithDefaultPrettyPrinter().writeValueAsString(answers) + "\n");
        }
        JsonNode golden = json.readTree(Files.readString(VECTORS));
        assertThat(json.readTree(answers.toString())).isEqualTo(golden);
    }

    @Test
    void independentImplementationAgreesWithTheGoldenVectors() throws IOException, InterruptedException {
        Path script = MODULE.resolve("src/test/python/ring.py");
        Process python;
        try {
            python = new ProcessBuilder("python3", script.toString(), VECTORS.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            String reason = "Skipped: no python3 here to check the golden vectors independently.";
            System.out.println(reason);
            assumeTrue(false, reason);
            return;
        }
        python.getOutputStream().close();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).as(output).isZero();
        assertThat(output).contains("vectors agree");
    }
}
