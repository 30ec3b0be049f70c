package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InstanceTests {

    private static final Instant LATER = TestInstances.REGISTERED.plusSeconds(60);

    /** All that can come together: what it reports, what the operator says, then the status by what the registry sees. */
    @ParameterizedTest(name = "reported {0}, override {1}")
    @CsvSource({
        // reported,    override,       PASSING,        SUSPECT,        FAILING
        "STARTING,       -,              STARTING,       STARTING,       DOWN",
        "STARTING,       DRAINING,       DRAINING,       DRAINING,       DOWN",
        "STARTING,       OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE, DOWN",
        "UP,             -,              UP,             SUSPECT,        DOWN",
        "UP,             DRAINING,       DRAINING,       DRAINING,       DOWN",
        "UP,             OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE, DOWN",
        "DRAINING,       -,              DRAINING,       DRAINING,       DOWN",
        "DRAINING,       DRAINING,       DRAINING,       DRAINING,       DOWN",
        "DRAINING,       OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE, DOWN",
        "OUT_OF_SERVICE, -,              OUT_OF_SERVICE, OUT_OF_SERVICE, DOWN",
        "OUT_OF_SERVICE, DRAINING,       DRAINING,       DRAINING,       DOWN",
        "OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE, DOWN",
        "DOWN,           -,              DOWN,           DOWN,           DOWN",
        "DOWN,           DRAINING,       DOWN,           DOWN,           DOWN",
        "DOWN,           OUT_OF_SERVICE, DOWN,           DOWN,           DOWN",
    })
    void statusFollowsFromTheThreeTruths(
            InstanceStatus reported,
            String override,
            InstanceStatus whenPassing,
            InstanceStatus whenSuspect,
            InstanceStatus whenFailing) {
        Instance instance = TestInstances.reporting("a", reported)
                .withOverride(override.equals("-") ? null : override(InstanceStatus.valueOf(override), null), LATER);
        assertThat(instance.withObserved(ObservedHealth.PASSING, null, LATER).status())
                .isEqualTo(whenPassing);
        assertThat(instance.withObserved(ObservedHealth.SUSPECT, "its stream broke", LATER)
                        .status())
                .isEqualTo(whenSuspect);
        assertThat(instance.withObserved(ObservedHealth.FAILING, "connection refused", LATER)
                        .status())
                .isEqualTo(whenFailing);
    }

    @Test
    void overrideOfTheWeightAloneLeavesTheStatus() {
        Instance instance = TestInstances.up("a").withOverride(override(null, 0.5), LATER);
        assertThat(instance.status()).isEqualTo(InstanceStatus.UP);
        assertThat(instance.effectiveWeight()).isEqualTo(0.5);
        assertThat(instance.withOverride(null, LATER).effectiveWeight()).isEqualTo(1);
    }

    @Test
    void theThreeTruthsDoNotOverwriteEachOther() {
        Instance instance = TestInstances.up("a")
                .withOverride(override(InstanceStatus.DRAINING, null), LATER)
                .withObserved(ObservedHealth.FAILING, "connection refused", LATER)
                .withReported(InstanceStatus.OUT_OF_SERVICE, LATER);
        assertThat(instance.reported()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
        assertThat(instance.override()).isEqualTo(override(InstanceStatus.DRAINING, null));
        assertThat(instance.observed()).isEqualTo(ObservedHealth.FAILING);
        assertThat(instance.observedCause()).isEqualTo("connection refused");
    }

    @Test
    void statusSinceChangesWithTheStatusOnly() {
        Instance up = TestInstances.up("a");
        Instance suspect = up.withObserved(ObservedHealth.SUSPECT, "its stream broke", LATER);
        assertThat(suspect.statusSince()).isEqualTo(LATER);
        Instance stillSuspect = suspect.withObserved(ObservedHealth.SUSPECT, "missing beats", LATER.plusSeconds(1));
        assertThat(stillSuspect.statusSince()).isEqualTo(LATER);
        assertThat(stillSuspect.registeredAt()).isEqualTo(TestInstances.REGISTERED);
    }

    @Test
    void overrideNeedsAStatusOrAWeight() {
        assertThatThrownBy(() -> override(null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'status', a 'weight', or both");
    }

    @ParameterizedTest
    @EnumSource(names = {"UP", "STARTING", "SUSPECT", "DOWN"})
    void overrideMayOnlyTakeOut(InstanceStatus status) {
        assertThatThrownBy(() -> override(status, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not " + status)
                .hasMessageContaining("delete the override");
    }

    @Test
    void overrideOfAnIllegalWeightIsRefused() {
        assertThatThrownBy(() -> override(null, -1.0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static OperatorOverride override(InstanceStatus status, Double weight) {
        return new OperatorOverride(status, weight, "disk replacement", "ops", TestInstances.REGISTERED, null);
    }
}
