package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MovedKeysTests {

    @Test
    void customersOfTheDeadInstanceMoveToTheOthers() {
        MovedKeys moved = MovedKeys.between(
                Map.of("alice", "i1", "bob", "i2", "carol", "i2"), Map.of("alice", "i1", "bob", "i1", "carol", "i3"));

        assertThat(moved.count()).isEqualTo(2);
        assertThat(moved.stayed()).isEqualTo(1);
        assertThat(moved.onlyFrom("i2")).isTrue();
        assertThat(moved.onlyFrom("i1")).isFalse();
        assertThat(moved.onlyTo("i3")).isFalse();
    }

    @Test
    void oneMoveTooManyIsSeen() {
        MovedKeys moved = MovedKeys.between(Map.of("alice", "i1", "bob", "i2"), Map.of("alice", "i3", "bob", "i3"));

        assertThat(moved.onlyFrom("i2")).isFalse();
        assertThat(moved.onlyTo("i3")).isTrue();
    }

    @Test
    void noMoveAtAllProvesNothing() {
        MovedKeys moved = MovedKeys.between(Map.of("alice", "i1"), Map.of("alice", "i1"));

        assertThat(moved.onlyFrom("i1")).isFalse();
        assertThat(moved.onlyTo("i1")).isFalse();
    }

    @Test
    void customerWhoDidNotCallAgainHasNeitherMovedNorStayed() {
        MovedKeys moved = MovedKeys.between(Map.of("alice", "i1"), Map.of());

        assertThat(moved.count()).isZero();
        assertThat(moved.stayed()).isZero();
    }
}
