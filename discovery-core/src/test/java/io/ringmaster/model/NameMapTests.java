package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NameMapTests {

    @Test
    void isWhatAnOrdinaryMapWouldBeAfterTheSameSteps() {
        Random random = new Random(1);
        Map<String, Integer> expected = new HashMap<>();
        NameMap<Integer> map = NameMap.empty();
        for (int step = 0; step < 5_000; step++) {
            String name = "service-" + random.nextInt(800);
            if (random.nextInt(3) == 0) {
                expected.remove(name);
                map = map.without(name);
            } else {
                expected.put(name, step);
                map = map.with(name, step);
            }
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.get(name)).isEqualTo(expected.get(name));
        }
        assertThat(map.names()).isEqualTo(new TreeSet<>(expected.keySet()));
        assertThat(map.values()).containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(NameMap.of(expected).names()).isEqualTo(map.names());
    }

    @Test
    void aStepLeavesTheMapBeforeItAsItWas() {
        NameMap<Integer> before = NameMap.of(Map.of("orders", 1));
        assertThat(before.with("orders", 2).get("orders")).isEqualTo(2);
        assertThat(before.without("orders").get("orders")).isNull();
        assertThat(before.get("orders")).isEqualTo(1);
    }
}
