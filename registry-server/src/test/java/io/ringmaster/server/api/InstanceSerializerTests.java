package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** What is written by hand is what the framework would write, to the letter, also when a member is added. */
class InstanceSerializerTests {

    private static final Instant REGISTERED = Instant.parse("2026-11-24T21:59:00Z");

    private static final Registration WHOLE_CLAIM = new Registration(
            "orders",
            "orders-1",
            "https",
            "10.0.0.7",
            8080,
            "zone-a",
            0.5,
            Map.of("version", "1.4.2 \"\u00e9\"", "a", ""),
            9,
            new Check(Check.Type.HTTP, "/health"),
            "session-one",
            1_764_021_600_000L);

    private static final Instance WHOLE = new Instance(
            WHOLE_CLAIM,
            InstanceStatus.UP,
            new OperatorOverride(InstanceStatus.DRAINING, 0.25, "a deploy", "ops", REGISTERED, REGISTERED),
            ObservedHealth.SUSPECT,
            "its stream broke",
            REGISTERED,
            REGISTERED.plusNanos(1_000_000),
            "shop");

    private static final Instance BARE = new Instance(
            new Registration("orders", "a", null, "10.0.0.7", 1, null, 1, Map.of(), 0, Check.TCP, null, 0),
            InstanceStatus.STARTING,
            null,
            ObservedHealth.PASSING,
            null,
            REGISTERED,
            REGISTERED);

    private final JsonMapper framework = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final JsonMapper byHand = framework
            .rebuild()
            .addModule(new SimpleModule().addSerializer(new InstanceSerializer()))
            .build();

    static List<Instance> instances() {
        return List.of(WHOLE, BARE);
    }

    @ParameterizedTest
    @MethodSource("instances")
    void isWhatTheFrameworkWrites(Instance instance) {
        assertThat(byHand.writeValueAsString(Map.of("instance", instance)))
                .isEqualTo(framework.writeValueAsString(Map.of("instance", instance)));
    }

    @Test
    void theWholeInstanceHasEveryMember() {
        assertThat(WHOLE).hasNoNullFieldsOrProperties();
        assertThat(WHOLE_CLAIM).hasNoNullFieldsOrProperties();
        assertThat(WHOLE_CLAIM.check()).hasNoNullFieldsOrProperties();
    }
}
