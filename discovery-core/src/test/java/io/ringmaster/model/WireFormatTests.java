package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden files under {@code wire/} are the contract; server and clients are tested against the same bytes. */
class WireFormatTests {

    private final JsonMapper json = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @ParameterizedTest
    @CsvSource({
        "instance.json,    io.ringmaster.model.Instance",
        "snapshot.json,    io.ringmaster.model.ServiceSnapshot",
        "put.json,         io.ringmaster.model.WatchEvent$Put",
        "remove.json,      io.ringmaster.model.WatchEvent$Remove",
        "synced.json,      io.ringmaster.model.WatchEvent$Synced",
        "bye.json,         io.ringmaster.model.WatchEvent$Bye",
        "beat.json,        io.ringmaster.model.SessionBeat",
        "beat-answer.json, io.ringmaster.model.BeatAnswer",
    })
    void goldenFileIsWrittenAsItWasRead(String file, Class<?> type) {
        Object read = json.readValue(golden(file), type);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(golden(file)));
        assertThat(json.readValue(json.writeValueAsString(read), type)).isEqualTo(read);
    }

    @Test
    void instanceIsReadWithEverythingItSays() {
        Instance instance = json.readValue(golden("snapshot.json"), ServiceSnapshot.class)
                .instances()
                .get(1);
        assertThat(instance.key()).isEqualTo(new InstanceKey("inventory", "10.0.0.8:8443"));
        assertThat(instance.registration().check()).isEqualTo(new Check(Check.Type.HTTP, "/actuator/health/liveness"));
        assertThat(instance.registration().metadata())
                .isEqualTo(Map.of("ring-identity", "inventory-2", "version", "1.4.2"));
        assertThat(instance.registration().ringIdentity()).isEqualTo("inventory-2");
        assertThat(instance.effectiveWeight()).isEqualTo(2.0);
        assertThat(instance.status()).isEqualTo(InstanceStatus.SUSPECT);
        assertThat(instance.observedCause()).isEqualTo("its stream broke");
        assertThat(instance.registeredBy()).isEqualTo("shop");
    }

    @Test
    void statusIsComputedWhateverTheSenderSays() {
        String lie = golden("instance.json").replace("\"status\": \"OUT_OF_SERVICE\"\n}", "\"status\": \"UP\"\n}");
        assertThat(lie).isNotEqualTo(golden("instance.json"));
        assertThat(json.readValue(lie, Instance.class).status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
    }

    @Test
    void unknownMembersAreIgnored() {
        JsonNode newer = json.readTree("{\"revision\":\"a-1\",\"settled\":true,\"colour\":\"green\"}");
        assertThat(json.treeToValue(newer, WatchEvent.Synced.class))
                .isEqualTo(new WatchEvent.Synced(new Revision("a", 1), true));
    }

    @Test
    void listsThatAreLeftOutAreEmpty() {
        assertThat(json.readValue("{}", SessionBeat.class))
                .isEqualTo(new SessionBeat(null, null, List.of(), List.of(), List.of()));
        assertThat(json.readValue("{\"renewEverySeconds\":3}", BeatAnswer.class))
                .isEqualTo(new BeatAnswer(3, List.of(), List.of(), null));
    }

    @Test
    void whatIsNotSaidOfTheLoadIsNotOnTheWire() {
        SessionBeat.Held held = new SessionBeat.Held("orders", "orders-1", 7, null);
        assertThat(json.writeValueAsString(held)).doesNotContain("inFlight");
        assertThat(json.readValue(json.writeValueAsString(held), SessionBeat.Held.class))
                .isEqualTo(held);
        assertThat(json.writeValueAsString(new BeatAnswer(3, List.of(), List.of(), null)))
                .doesNotContain("load");
    }

    @ParameterizedTest
    @EnumSource
    void reasonsAreLowerCaseWords(RemovalReason reason) {
        String word = '"' + reason.name().toLowerCase(Locale.ROOT) + '"';
        assertThat(json.writeValueAsString(reason)).isEqualTo(word);
        assertThat(json.readValue(word, RemovalReason.class)).isEqualTo(reason);
    }

    @Test
    void illegalValuesAreRefusedWithTheirOwnSentence() {
        String illegal = golden("instance.json").replace("8080,", "80800,");
        assertThatThrownBy(() -> json.readValue(illegal, Instance.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("The port 80800 is not legal. Use 1 to 65535.");
        assertThatThrownBy(() -> json.readValue("{\"revision\":\"garbage\"}", WatchEvent.Synced.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("'garbage' is not a revision");
    }

    @Test
    void instanceWithoutWhatEveryInstanceHasIsRefused() {
        for (String member : new String[] {"reported", "observed", "registeredAt", "statusSince"}) {
            String lacking = golden("instance.json").replace('"' + member + '"', '"' + member + "-not\"");
            assertThatThrownBy(() -> json.readValue(lacking, Instance.class))
                    .isInstanceOf(JacksonException.class)
                    .hasMessageContaining("inventory/10.0.0.7:8080 lacks one of");
        }
    }

    private static String golden(String file) {
        try (InputStream in = WireFormatTests.class.getResourceAsStream("/wire/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
