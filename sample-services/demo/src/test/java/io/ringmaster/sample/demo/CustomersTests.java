package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CustomersTests {

    private final Customers customers = new Customers("c", 50);

    @Test
    void everybodyTakesOneTurnInEachRound() {
        for (int round = 0; round < 20; round++) {
            assertThat(turns(round * 50, 50)).doesNotHaveDuplicates();
        }
    }

    @Test
    void twoTurnsOfOneCustomerAreHalfARoundApart() {
        Map<String, Integer> last = new HashMap<>();
        for (int turn = 0; turn < 2_000; turn++) {
            Integer before = last.put(customers.at(turn), turn);
            assertThat(before == null ? 50 : turn - before).isGreaterThan(25);
        }
    }

    @Test
    void orderIsTheSameInEveryRun() {
        assertThat(turns(0, 800))
                .isEqualTo(IntStream.range(0, 800)
                        .mapToObj(new Customers("c", 50)::at)
                        .toList());
    }

    private List<String> turns(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(customers::at).toList();
    }
}
