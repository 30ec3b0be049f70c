package io.ringmaster.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.ringmaster.server.dns.ReplyLimit.Verdict;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyLimitTests {

    private final FakeTicker clock = new FakeTicker();
    private final ReplyLimit limit = new ReplyLimit(3, clock.now());

    @Test
    void beyondTheLimitEveryOtherQuestionIsSentToTcp() {
        assertThat(ask("192.0.2.1", 7))
                .containsExactly(
                        Verdict.ANSWER,
                        Verdict.ANSWER,
                        Verdict.ANSWER,
                        Verdict.TRUNCATE,
                        Verdict.DROP,
                        Verdict.TRUNCATE,
                        Verdict.DROP);
    }

    @Test
    void aNetworkHasOneLimitAndOthersHaveTheirOwn() {
        ask("192.0.2.1", 3);
        assertThat(ask("192.0.2.77", 1)).containsExactly(Verdict.TRUNCATE);
        assertThat(ask("192.0.3.1", 1)).containsExactly(Verdict.ANSWER);
        ask("2001:db8::1", 3);
        assertThat(ask("2001:db8::ffff:0:0:1", 1)).containsExactly(Verdict.TRUNCATE);
        assertThat(ask("2001:db8:1::1", 1)).containsExactly(Verdict.ANSWER);
    }

    @Test
    void theNextSecondIsANewOne() {
        ask("192.0.2.1", 10);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask("192.0.2.1", 1)).containsExactly(Verdict.ANSWER);
    }

    private List<Verdict> ask(String sender, int times) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            verdicts.add(limit.of(NetUtil.createInetAddressFromIpAddressString(sender), clock.now()));
        }
        return verdicts;
    }
}
