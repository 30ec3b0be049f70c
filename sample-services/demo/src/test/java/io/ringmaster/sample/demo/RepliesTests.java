package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepliesTests {

    private final Replies replies = new Replies(List.of(
            reply("bob", 30, "i2", true),
            reply("alice", 10, "i1", false),
            reply("alice", 40, "i2", true),
            reply("bob", 20, null, false)));

    @Test
    void ownerIsWhoeverServedLast() {
        assertThat(replies.ownerByCustomer()).isEqualTo(Map.of("alice", "i2", "bob", "i2"));
    }

    @Test
    void failedCallIsCountedAsFailedAndServedByNobody() {
        assertThat(replies.failed())
                .singleElement()
                .extracting(Reply::startedNanos)
                .isEqualTo(20L);
        assertThat(replies.callsByInstance()).isEqualTo(Map.of("i1", 1, "i2", 2));
        assertThat(replies.hitRatio()).isEqualTo(0.5);
    }

    @Test
    void firstStrayIsTheEarliestCallThatWentElsewhere() {
        Reply stray = replies.firstStray(Map.of("alice", "i2", "bob", "i2"));

        assertThat(stray).isNotNull().extracting(Reply::startedNanos).isEqualTo(10L);
        assertThat(replies.since(20).firstStray(Map.of("alice", "i2", "bob", "i2")))
                .isNull();
    }

    @Test
    void endOfTheFirstCallOfAnInstanceIsFound() {
        assertThat(replies.firstServedBy("i2")).isEqualTo(60);
        assertThatIllegalStateException().isThrownBy(() -> replies.firstServedBy("i3"));
    }

    @Test
    void timesAreReadFromTheSortedCalls() {
        assertThat(replies.within(0)).isEqualTo(Duration.ofNanos(10));
        assertThat(replies.within(0.5)).isEqualTo(Duration.ofNanos(30));
        assertThat(replies.within(1)).isEqualTo(Duration.ofNanos(40));
        assertThat(new Replies(List.of()).within(0.5)).isZero();
    }

    private static Reply reply(String customer, long started, @Nullable String servedBy, boolean hit) {
        return new Reply(
                customer, started, Duration.ofNanos(started), servedBy, hit, servedBy == null ? "refused" : null);
    }
}
