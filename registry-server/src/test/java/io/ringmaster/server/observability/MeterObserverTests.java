package io.ringmaster.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances come and fall silent, and what is measured of it. */
class MeterObserverTests {

    private static final Path PAGE = Path.of("../docs/MONITORING.md");
    private static final Path DASHBOARD = Path.of("../deploy/grafana/ringmaster.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:ringmaster|process|jvm)_[a-z_]+");
    private static final String OF_APPLICATIONS = "ringmaster_client_";

    private static RunningRegistry server;
    private static MeterRegistry meters;
    private static double streamsWhileWatched;

    @BeforeAll
    static void letItHappen() {
        server = RunningRegistry.start("ringmaster.server.protection.policy=fail-closed");
        meters = server.bean(MeterRegistry.class);
        server.register("inventory", "a", "{\"port\":1,\"session\":\"session-one\",\"check\":{\"type\":\"none\"}}");
        server.register("inventory", "b", "{\"port\":1,\"status\":\"STARTING\",\"check\":{\"type\":\"none\"}}");
        server.put("/v1/sessions/session-one", "{\"failedCalls\":[{\"service\":\"inventory\",\"id\":\"b\"}]}");
        server.get("/v1/nothing");
        try (EventStream watch = EventStream.open(server.port(), "/v1/watch")) {
            watch.upTo("synced");
            streamsWhileWatched = meters.get("ringmaster.watch.streams").gauge().value();
            for (int i = 0; i < 4; i++) {
                server.clock().advance(Duration.ofMillis(2900));
                server.registry().expireLapsed(server.clock().now());
            }
            watch.upTo("remove");
        }
        server.register("inventory", "c", "{\"port\":1}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void metersTellTheTruth() {
        assertThat(streamsWhileWatched).isEqualTo(1);
        assertThat(counted("ringmaster.changes", "type", "put", "reason", "registered"))
                .isEqualTo(3);
        assertThat(counted("ringmaster.changes", "type", "remove", "reason", "expired"))
                .isEqualTo(2);
        assertThat(counted("ringmaster.leases.expired")).isEqualTo(2);
        assertThat(counted("ringmaster.heartbeats", "outcome", "renewed")).isEqualTo(1);
        assertThat(counted("ringmaster.requests.refused", "code", "not-found")).isEqualTo(1);
        assertThat(meters.get("ringmaster.services").gauge().value()).isEqualTo(1);
        assertThat(meters.get("ringmaster.instances")
                        .tag("status", "UP")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void everyMeterOfTheEnumIsThere() {
        assertThat(ours().map(Meter.Id::getName).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(RegistryMeters.values())
                        .map(RegistryMeters::meterName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void thePageListsEveryMeterAsItIs() throws IOException {
        Set<String> rows = ours().map(MeterObserverTests::row).collect(Collectors.toCollection(TreeSet::new));

        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `ringmaster.") && !line.startsWith("| `ringmaster.client.")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void theDashboardAsksOnlyForMetricsThatAreThere() throws IOException {
        Set<String> asked = metrics(Files.readString(DASHBOARD));
        asked.removeIf(name -> name.startsWith(OF_APPLICATIONS));

        assertThat(asked)
                .hasSizeGreaterThan(10)
                .isSubsetOf(metrics(server.get("/actuator/prometheus").body()));
    }

    private static Stream<Meter.Id> ours() {
        return meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("ringmaster."));
    }

    private static double counted(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(Meter.Id id) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        id.getName(),
                        id.getType().name().toLowerCase(Locale.ROOT),
                        id.getTags().stream()
                                .map(Tag::getKey)
                                .sorted()
                                .map(key -> "`" + key + "`")
                                .collect(Collectors.joining(", ")),
                        id.getDescription());
    }
}
