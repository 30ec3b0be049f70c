package io.ringmaster.server.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TargetGroupTests {

    @Test
    void saysWhatIsKnownOfAnInstanceAndNothingElse() {
        TargetGroup group = TargetGroup.of(instance("https", "10.0.0.7", "eu-west-1a", Map.of("version", "1.4.2")));

        assertThat(group.targets()).containsExactly("10.0.0.7:8081");
        assertThat(group.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "__meta_ringmaster_service", "inventory",
                        "__meta_ringmaster_instance", "inventory-1",
                        "__meta_ringmaster_status", "UP",
                        "__meta_ringmaster_zone", "eu-west-1a",
                        "__meta_ringmaster_metadata_version", "1.4.2",
                        "__scheme__", "https"));
    }

    @Test
    void thePageShowsWhatIsAnswered() throws IOException {
        String page = Files.readString(Path.of("../docs/MONITORING.md"));
        String shown =
                page.substring(page.indexOf("```json\n") + 8, page.indexOf("```", page.indexOf("```json\n") + 8));
        TargetGroup group = TargetGroup.of(instance(null, "10.0.0.7", "eu-west-1a", Map.of("version", "1.4.2")));

        assertThat(JsonMapper.shared().<JsonNode>valueToTree(List.of(group)))
                .isEqualTo(JsonMapper.shared().readTree(shown));
    }

    @Test
    void whatTheInstanceDoesNotSayIsLeftToTheConfiguration() {
        assertThat(TargetGroup.of(instance(null, "10.0.0.7", null, Map.of())).labels())
                .containsOnlyKeys(
                        "__meta_ringmaster_service", "__meta_ringmaster_instance", "__meta_ringmaster_status");
    }

    @Test
    void anAddressOfVersionSixIsInBrackets() {
        assertThat(TargetGroup.of(instance(null, "2001:db8::7", null, Map.of())).targets())
                .containsExactly("[2001:db8::7]:8081");
    }

    @Test
    void metricsAreScrapedWhereTheInstanceHasThem() {
        assertThat(path(Map.of("metrics-path", "/metrics"))).isEqualTo("/metrics");
        assertThat(path(Map.of("contextPath", "/shop"))).isEqualTo("/shop/actuator/prometheus");
        assertThat(path(Map.of("management.context-path", "/manage"))).isEqualTo("/manage/prometheus");
        assertThat(path(Map.of("contextPath", "/shop", "management.context-path", "/manage")))
                .isEqualTo("/shop/manage/prometheus");
        assertThat(path(Map.of("contextPath", "/shop", "management.port", "9001")))
                .isNull();

        assertThat(TargetGroup.of(instance(null, "10.0.0.7", null, Map.of("management.port", "9001")))
                        .targets())
                .containsExactly("10.0.0.7:9001");
        assertThat(TargetGroup.of(instance(null, "10.0.0.7", null, Map.of("management.port", "a port")))
                        .targets())
                .containsExactly("10.0.0.7:8081");
    }

    @Test
    void aKeyBecomesALegalNameOfALabel() {
        assertThat(TargetGroup.of(instance(
                                null, "10.0.0.7", null, Map.of("app.kubernetes.io/name", "a", "a-b", "1", "a.b", "2")))
                        .labels())
                .containsEntry("__meta_ringmaster_metadata_app_kubernetes_io_name", "a")
                .containsEntry("__meta_ringmaster_metadata_a_b", "1");
    }

    private static @Nullable String path(Map<String, String> metadata) {
        return TargetGroup.of(instance(null, "10.0.0.7", null, metadata))
                .labels()
                .get("__metrics_path__");
    }

    private static Instance instance(
            @Nullable String scheme, String host, @Nullable String zone, Map<String, String> metadata) {
        Registration claim = new Registration(
                "inventory", "inventory-1", scheme, host, 8081, zone, 1, metadata, 9, Check.TCP, null, 0);
        return new Instance(
                claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }
}
