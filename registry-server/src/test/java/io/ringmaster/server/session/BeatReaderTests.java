package io.ringmaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.AllocatedBytes;
import io.ringmaster.model.SessionBeat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A beat is the same, whichever way it is read. */
class BeatReaderTests {

    private static final long BYTES_TO_READ = 1_500;

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"application\":\"orders\",\"revision\":\"k3f9x0a2-1042\",\"instances\":[{\"service\":\"orders\",\"id\":\"a\","
                        + "\"incarnation\":1764021600000,\"inFlight\":3},{\"service\":\"stock\",\"id\":\"b\",\"incarnation\":1}],"
                        + "\"failedCalls\":[{\"service\":\"stock\",\"id\":\"c\"}],\"loadOf\":[\"stock\",\"mail\"]}",
                "{\"revision\":null,\"instances\":[],\"failedCalls\":[],\"loadOf\":[]}",
                "{\"instances\":[{\"id\":\"a\",\"service\":\"\\u006frders\"}]}",
                "{\"later\":{\"a\":[1,{}]},\"application\":\"orders\",\"instances\":"
                        + "[{\"service\":\"orders\",\"id\":\"a\",\"later\":[{}],\"incarnation\":2}],"
                        + "\"failedCalls\":[{\"service\":\"stock\",\"id\":\"c\",\"later\":\"\"}]}",
                " {\n\"application\" : \"ring \\\"master\\\" \u00e9\" } \n",
            })
    void isReadAsTheFrameworkReadsIt(String beat) {
        assertThat(BeatReader.read(json, bytes(beat))).isEqualTo(json.readValue(beat, SessionBeat.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}{}",
                "{\"application\":5}",
                "{\"revision\":\"none\"}",
                "{\"instances\":{}}",
                "{\"instances\":[null]}",
                "{\"instances\":[[]]}",
                "{\"instances\":[{\"service\":1}]}",
                "{\"instances\":[{\"incarnation\":1.5}]}",
                "{\"instances\":[{\"incarnation\":\"1\"}]}",
                "{\"instances\":[{\"incarnation\":9223372036854775808}]}",
                "{\"instances\":[{\"inFlight\":2147483648}]}",
                "{\"failedCalls\":[\"stock\"]}",
                "{\"loadOf\":[null]}",
                "{\"loadOf\":\"stock\"}",
                "{\"instances\":[",
            })
    void isLeftToTheFrameworkIfNoClientWouldSendIt(String beat) {
        assertThatThrownBy(() -> BeatReader.read(json, bytes(beat))).isInstanceOf(RuntimeException.class);
    }

    /** Whoever exceeds the figure has made a mistake, or records a new one and says why. */
    @Test
    void costsItsWordsAndAParser() {
        byte[] beat = bytes(
                "{\"application\":\"orders\",\"revision\":\"k3f9x0a2-1042\",\"instances\":[{\"service\":\"orders\","
                        + "\"id\":\"10.0.0.7:8080\",\"incarnation\":1764021600000,\"inFlight\":3}],\"failedCalls\":[],\"loadOf\":[]}");
        assertThat(AllocatedBytes.perRun(() -> BeatReader.read(json, beat))).isLessThanOrEqualTo(BYTES_TO_READ);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
