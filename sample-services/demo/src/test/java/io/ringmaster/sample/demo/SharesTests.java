package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTests {

    @Test
    void actualAndIdealStandSideBySide() {
        Shares shares = Shares.of(Map.of("a", 30, "b", 70), Map.of("a", 0.4, "b", 0.6));

        assertThat(shares.of()).containsExactly(new Shares.Share("a", 0.3, 0.4), new Shares.Share("b", 0.7, 0.6));
        assertThat(shares.largestDistance()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void instanceThatServedNothingHasAnActualShareOfNothing() {
        Shares shares = Shares.of(Map.of("a", 10), Map.of("a", 0.5, "b", 0.5));

        assertThat(shares.of()).contains(new Shares.Share("b", 0, 0.5));
    }

    @Test
    void instanceThatIsNotOnTheRingIsSeen() {
        Shares shares = Shares.of(Map.of("stray", 10), Map.of("a", 1.0));

        assertThat(shares.of()).contains(new Shares.Share("stray", 1, 0));
        assertThat(shares.largestDistance()).isEqualTo(1);
    }

    @Test
    void noCallsMeanNoShares() {
        assertThat(Shares.of(Map.of(), Map.of("a", 1.0)).of()).containsExactly(new Shares.Share("a", 0, 1));
    }
}
