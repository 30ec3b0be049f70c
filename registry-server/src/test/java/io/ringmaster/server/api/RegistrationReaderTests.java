package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.AllocatedBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A registration is the same, whichever way it is read. */
class RegistrationReaderTests {

    private static final long BYTES_TO_READ = 1_600;

    private final JsonMapper json = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"host\":\"10.0.0.7\",\"port\":8080}",
                "{\"scheme\":\"https\",\"host\":\"a.internal\",\"port\":1,\"zone\":\"z\",\"weight\":0.5,\"metadata\":{\"b\":\"2\",\"a\":\"\"},"
                        + "\"ttlSeconds\":9,\"check\":{\"type\":\"http\",\"path\":\"/health\"},\"session\":\"session-one\","
                        + "\"incarnation\":1764021600000,\"status\":\"STARTING\"}",
                "{\"weight\":2,\"check\":{\"type\":\"tcp\"},\"metadata\":{}}",
                "{\"check\":{\"type\":\"none\",\"later\":[]},\"later\":{\"a\":[1,{}]},\"status\":\"OUT_OF_SERVICE\"}",
                "{\"scheme\":null,\"host\":null,\"port\":null,\"zone\":null,\"weight\":null,\"metadata\":null,\"ttlSeconds\":null,"
                        + "\"check\":null,\"session\":null,\"incarnation\":null,\"status\":null}",
            })
    void isReadAsTheFrameworkReadsIt(String body) {
        assertThat(RegistrationReader.read(json, bytes(body))).isEqualTo(json.readValue(body, RegistrationBody.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}{}",
                "{\"host\":1}",
                "{\"port\":\"8080\"}",
                "{\"port\":80.5}",
                "{\"port\":2147483648}",
                "{\"weight\":\"1\"}",
                "{\"metadata\":[]}",
                "{\"metadata\":{\"a\":1}}",
                "{\"metadata\":{\"a\":null}}",
                "{\"check\":\"none\"}",
                "{\"check\":{}}",
                "{\"check\":{\"type\":\"ping\"}}",
                "{\"incarnation\":9223372036854775808}",
                "{\"status\":\"up\"}",
            })
    void isLeftToTheFrameworkIfNoClientWouldSendIt(String body) {
        assertThatThrownBy(() -> RegistrationReader.read(json, bytes(body))).isInstanceOf(RuntimeException.class);
    }

    /** Whoever exceeds the figure has made a mistake, or records a new one and says why. */
    @Test
    void costsItsWordsAndAParser() {
        byte[] body =
                bytes("{\"scheme\":\"http\",\"host\":\"10.0.0.7\",\"port\":8080,\"zone\":\"zone-1\",\"weight\":1.0,"
                        + "\"metadata\":{\"version\":\"1.2.3\"},\"ttlSeconds\":9,\"check\":{\"type\":\"tcp\"},"
                        + "\"session\":\"session-one\",\"incarnation\":1764021600000,\"status\":\"UP\"}");
        assertThat(AllocatedBytes.perRun(() -> RegistrationReader.read(json, body)))
                .isLessThanOrEqualTo(BYTES_TO_READ);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
