package io.ringmaster.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeterObserverTests {

    @Test
    void everyMeterOfTheEnumIsThereAndTellsTheTruth() {
        try (RunningRegistry server = RunningRegistry.start("ringmaster.server.protection.policy=fail-closed")) {
            MeterRegistry meters = server.bean(MeterRegistry.class);
            server.register("inventory", "a", "{\"port\":1,\"session\":\"session-one\",\"check\":{\"type\":\"none\"}}");
            server.register("inventory", "b", "{\"port\":1,\"status\":\"STARTING\",\"check\":{\"type\":\"none\"}}");
            server.put("/v1/sessions/session-one", "{\"failedCalls\":[{\"service\":\"inventory\",\"id\":\"b\"}]}");
            server.get("/v1/nothing");
            try (EventStream watch = EventStream.open(server.port(), "/v1/watch")) {
                watch.upTo("synced");
                assertThat(meters.get("ringmaster.watch.streams").gauge().value())
                        .isEqualTo(1);
                for (int i = 0; i < 4; i++) {
                    server.clock().advance(Duration.ofMillis(2900));
                    server.registry().expireLapsed(server.clock().now());
                }
                watch.upTo("remove");
            }
            assertThat(meters.get("ringmaster.changes")
                            .tags("type", "put", "reason", "registered")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("ringmaster.changes")
                            .tags("type", "remove", "reason", "expired")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("ringmaster.leases.expired").counter().count())
                    .isEqualTo(2);
            assertThat(meters.get("ringmaster.heartbeats")
                            .tag("outcome", "renewed")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("ringmaster.requests.refused")
                            .tag("code", "not-found")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("ringmaster.services").gauge().value()).isEqualTo(1);
            server.register("inventory", "c", "{\"port\":1}");
            assertThat(meters.get("ringmaster.instances")
                            .tag("status", "UP")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            Set<String> present = meters.getMeters().stream()
                    .map(Meter::getId)
                    .map(Meter.Id::getName)
                    .filter(name -> name.startsWith("ringmaster."))
                    .collect(Collectors.toSet());
            assertThat(present)
                    .isEqualTo(Arrays.stream(RegistryMeters.values())
                            .map(RegistryMeters::meterName)
                            .collect(Collectors.toSet()));
        }
    }
}
