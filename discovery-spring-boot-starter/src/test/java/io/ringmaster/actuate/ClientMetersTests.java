package io.ringmaster.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringmaster.loadbalancer.MirrorFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientMetersTests {

    private static final Path PAGE = Path.of("../docs/MONITORING.md");
    private static final Path DASHBOARD = Path.of("../deploy/grafana/ringmaster.json");
    private static final Pattern METRIC = Pattern.compile("\\bringmaster_client_[a-z_]+");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        new ClientMeters(MirrorFeed.of(MirrorFeed.up("inventory", "a", 1)).mirror(), Map.of("owner", () -> 2))
                .bindTo(registry);
    }

    @Test
    void theyTellTheTruth() {
        assertThat(registry.get("ringmaster.client.choices")
                        .tag("outcome", "owner")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("ringmaster.client.mirror.synced").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("ringmaster.client.mirror.services").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("ringmaster.client.mirror.held.over").gauge().value())
                .isZero();
    }

    @Test
    void thePageListsEveryMeterAsItIs() throws IOException {
        Set<String> rows = registry.getMeters().stream()
                .map(Meter::getId)
                .map(ClientMetersTests::row)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `ringmaster.client.")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void theDashboardAsksOnlyForMetricsThatAreThere() throws IOException {
        Set<String> there = registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName().replace('.', '_') + (id.getType() == Meter.Type.COUNTER ? "_total" : ""))
                .collect(Collectors.toSet());

        assertThat(METRIC.matcher(Files.readString(DASHBOARD)).results().map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(there);
    }

    private static String row(Meter.Id id) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        id.getName(),
                        id.getType().name().toLowerCase(Locale.ROOT),
                        id.getTags().stream()
                                .map(Tag::getKey)
                                .map(key -> "`" + key + "`")
                                .collect(Collectors.joining(", ")),
                        id.getDescription());
    }
}
