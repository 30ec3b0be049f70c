package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LoadRunTests {

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(30), Ticker.system());

    @Test
    void everyNumberIsCalledOnce() throws Exception {
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();

        Replies replies = LoadRun.run(
                500,
                number -> {
                    assertThat(numbers.add(number)).isTrue();
                    return reply(number);
                },
                deadline);

        assertThat(replies.count()).isEqualTo(500);
        assertThat(numbers).hasSize(500).contains(0, 499);
    }

    @Test
    void constantRateGoesOnUntilItIsStopped() throws Exception {
        LoadRun run = LoadRun.start(1_000, LoadRunTests::reply, Ticker.system());
        run.awaitMoreCalls(20, deadline);

        assertThat(run.stop().count()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void callThatHangsEndsTheWaitingAtTheDeadline() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> LoadRun.run(
                        1,
                        number -> {
                            never.await();
                            return reply(number);
                        },
                        Deadline.in(Duration.ofMillis(50), Ticker.system())))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("0 of 1");
    }

    private static Reply reply(int number) {
        return new Reply("c" + number, number, Duration.ZERO, "i1", false, null);
    }
}
