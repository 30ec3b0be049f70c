package io.ringmaster.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceStatus;
import org.junit.jupiter.api.Test;

class StatusOfItselfTests {

    private final StatusOfItself status = new StatusOfItself(InstanceStatus.UP);

    @Test
    void followsTheLifeOfTheApplication() {
        assertThat(status.get()).isEqualTo(InstanceStatus.STARTING);

        status.life(InstanceStatus.UP);
        assertThat(status.get()).isEqualTo(InstanceStatus.UP);

        status.life(InstanceStatus.OUT_OF_SERVICE);
        assertThat(status.get()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
    }

    @Test
    void whatIsSetByHandOutlivesReadinessAndHealth() {
        status.life(InstanceStatus.UP);
        status.pin(InstanceStatus.OUT_OF_SERVICE);

        status.life(InstanceStatus.OUT_OF_SERVICE);
        status.life(InstanceStatus.UP);
        status.health(InstanceStatus.DOWN);
        status.health(null);

        assertThat(status.get()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
        status.pin(null);
        assertThat(status.get()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    void anInitialStatusHoldsUntilItIsLifted() {
        StatusOfItself dark = new StatusOfItself(InstanceStatus.OUT_OF_SERVICE);
        assertThat(dark.get()).isEqualTo(InstanceStatus.STARTING);

        dark.life(InstanceStatus.UP);
        assertThat(dark.get()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);

        dark.pin(null);
        assertThat(dark.get()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    void healthCountsOnlyForAnApplicationThatIsReady() {
        status.health(InstanceStatus.DOWN);
        assertThat(status.get()).isEqualTo(InstanceStatus.STARTING);

        status.life(InstanceStatus.UP);
        assertThat(status.get()).isEqualTo(InstanceStatus.DOWN);

        status.health(null);
        assertThat(status.get()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    void drainingIsTheLastWord() {
        status.life(InstanceStatus.UP);
        status.drain();

        status.pin(InstanceStatus.DOWN);
        status.life(InstanceStatus.UP);
        status.health(InstanceStatus.DOWN);

        assertThat(status.get()).isEqualTo(InstanceStatus.DRAINING);
    }
}
