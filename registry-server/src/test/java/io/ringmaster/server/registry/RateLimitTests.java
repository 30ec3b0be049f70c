package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTests {

    private final FakeTicker ticker = new FakeTicker();
    private final RateLimit limit = new RateLimit(10, 3, ticker.now());

    @Test
    void twoSecondsWorthMayComeAtOnceAndThenASteadyRate() {
        assertThat(takenOf(100, "shop")).isEqualTo(20);
        ticker.advance(Duration.ofMillis(99));
        assertThat(takenOf(10, "shop")).isZero();
        ticker.advance(Duration.ofMillis(1));
        assertThat(takenOf(10, "shop")).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(takenOf(100, "shop")).isEqualTo(10);
        ticker.advance(Duration.ofHours(1));
        assertThat(takenOf(100, "shop")).as("it holds no more").isEqualTo(20);
    }

    @Test
    void oneTakesNothingFromAnother() {
        takenOf(100, "flood");
        assertThat(takenOf(100, "shop")).isEqualTo(20);
    }

    @Test
    void whoComesFromEverywhereSharesWithHisLike() {
        takenOf(1, "a");
        takenOf(1, "b");
        takenOf(1, "c");
        assertThat(takenOf(100, "d") + takenOf(100, "e")).isEqualTo(20);
        assertThat(takenOf(100, "a")).as("who was there keeps his own").isEqualTo(19);
        ticker.advance(Duration.ofSeconds(2));
        assertThat(takenOf(100, "f") + takenOf(100, "g"))
                .as("those whose buckets are full are forgotten")
                .isEqualTo(40);
    }

    private int takenOf(int requests, String caller) {
        int taken = 0;
        for (int i = 0; i < requests; i++) {
            taken += limit.take(caller, ticker.now()) ? 1 : 0;
        }
        return taken;
    }
}
