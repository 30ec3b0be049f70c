package io.ringmaster.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ChangesTests {

    private final Changes changes = new Changes();

    @Test
    void aSecondSnapshotIsNoNewsButForWhatIsDifferent() {
        assertThat(of("snapshot", snapshot("a", "UP", "b", "UP"))).hasSize(2);
        assertThat(of("snapshot", snapshot("a", "UP", "b", "UP"))).isEmpty();
        assertThat(of("snapshot", snapshot("a", "DOWN")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("DOWN", "inventory/a", "was UP"),
                        second -> assertThat(second).contains("gone", "inventory/b", "was UP, not listed any more"));
    }

    @Test
    void aSnapshotOfOneServiceSaysNothingOfOthers() {
        of("snapshot", snapshot("a", "UP"));
        assertThat(of("snapshot", "{\"service\":\"inventory-2\",\"instances\":[]}"))
                .isEmpty();
        assertThat(of("remove", "{\"service\":\"inventory\",\"id\":\"a\",\"reason\":\"expired\"}"))
                .singleElement()
                .asString()
                .endsWith("gone            inventory/a  was UP, expired");
    }

    @Test
    void aPutThatChangesNoStatusIsNoNews() {
        of("put", put("a", "UP"));
        assertThat(of("put", put("a", "UP"))).isEmpty();
        assertThat(of("synced", "{}")).isEmpty();
    }

    @Test
    void nobodyWritesToTheTerminalButWe() {
        assertThat(of("put", put("a", "\\u001b[2JUP")))
                .singleElement()
                .asString()
                .contains("?[2JUP");
    }

    private List<String> of(String event, String json) {
        return changes.of(event, new JsonMapper().readTree(json), Instant.EPOCH);
    }

    private static String snapshot(String... idsAndStatus) {
        StringBuilder json = new StringBuilder("{\"service\":\"inventory\",\"instances\":[");
        for (int i = 0; i < idsAndStatus.length; i += 2) {
            json.append(i == 0 ? "" : ",").append(instance(idsAndStatus[i], idsAndStatus[i + 1]));
        }
        return json + "]}";
    }

    private static String put(String id, String status) {
        return "{\"instance\":" + instance(id, status) + "}";
    }

    private static String instance(String id, String status) {
        return "{\"service\":\"inventory\",\"id\":\"" + id + "\",\"status\":\"" + status
                + "\",\"host\":\"10.0.0.1\",\"port\":80}";
    }
}
