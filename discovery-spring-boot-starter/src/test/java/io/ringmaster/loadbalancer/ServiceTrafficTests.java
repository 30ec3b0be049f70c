package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTrafficTests {

    private static final double BOUND = 1.25;

    private final FakeTicker ticker = new FakeTicker();
    private final ServiceTraffic traffic = traffic(4);

    private ServiceTraffic traffic(int instances) {
        TrafficRules rules = new TrafficRules(true, BOUND, Map.of(), null, 0.7, EjectionRules.DEFAULT);
        ServiceTraffic created = new ServiceTraffic("inventory", rules, ticker);
        IntStream.range(0, instances).forEach(i -> created.of("i" + i));
        return created;
    }

    @BeforeEach
    void start() {
        ticker.advance(Duration.ofHours(1));
    }

    @Test
    void belowTheFloorNothingIsOverTheBound() {
        InstanceTraffic busy = busy("i0", 15);
        assertThat(isOverBound(busy)).isFalse();
    }

    @Test
    void noInstanceGetsMoreThanTheBoundTimesTheAverage() {
        busy("i1", 20);
        busy("i2", 20);
        busy("i3", 20);
        InstanceTraffic first = traffic.of("i0");
        int taken = 0;
        while (!isOverBound(first)) {
            traffic.add(first, 1);
            taken++;
        }
        assertThat(taken).isEqualTo((int) Math.ceil(BOUND * (60 + taken + 1) / 4));
    }

    @Test
    void weightCountsForTheBound() {
        busy("i1", 30);
        InstanceTraffic heavy = busy("i0", 30);
        assertThat(traffic.isOverBound(heavy, 0.25, ticker.nanos())).isTrue();
        assertThat(traffic.isOverBound(heavy, 0.75, ticker.nanos())).isFalse();
    }

    @Test
    void callAtAnInstanceThatIsNotablySlowerCountsSeveralTimes() {
        for (int i = 0; i < 500; i++) {
            traffic.took(traffic.of("i1"), 10_000_000, ticker.nanos());
        }
        assertThat(roomAt(19)).isEqualTo(16);
        assertThat(roomAt(30)).isEqualTo(1);
        assertThat(roomAt(100)).isZero();
    }

    @Test
    void instanceThatWasTooSlowGetsAnotherTry() {
        traffic.took(traffic.of("i1"), 10_000_000, ticker.nanos());
        InstanceTraffic slow = traffic.of("i0");
        slow.latency().add(100_000_000, ticker.nanos());
        assertThat(isOverBound(slow)).isTrue();
        for (int second = 0; second < 15; second++) {
            ticker.advance(Duration.ofSeconds(1));
            traffic.took(traffic.of("i1"), 10_000_000, ticker.nanos());
        }
        assertThat(isOverBound(slow)).isFalse();
    }

    /** Returns how many calls an instance with that latency gets when the others have none. */
    private int roomAt(int millis) {
        InstanceTraffic instance = new InstanceTraffic(EjectionRules.DEFAULT);
        instance.latency().add(millis * 1_000_000L, ticker.nanos());
        int room = 0;
        while (!isOverBound(instance)) {
            instance.add(1);
            room++;
        }
        return room;
    }

    @Test
    void callsOfOthersCountAsTheInstancesReportThem() {
        InstanceTraffic instance = busy("i0", 3);
        traffic.reported(Map.of("i0", 23, "unknown", 9));
        assertThat(instance.inFlight()).isEqualTo(23);
        assertThat(isOverBound(instance)).isTrue();
        traffic.reported(Map.of("i0", 0));
        assertThat(instance.inFlight()).isEqualTo(3);
    }

    @Test
    void reportThatMakesNoSenseCountsAsNothing() {
        InstanceTraffic instance = busy("i0", 3);
        traffic.reported(Map.of("i0", -5));
        assertThat(instance.inFlight()).isEqualTo(3);
    }

    @Test
    void whatOthersHadAtAnInstanceIsGoneWithIt() {
        busy("i1", 20);
        traffic.reported(Map.of("i0", 1_000));
        traffic.retain(Set.of("i1", "i2", "i3"));
        assertThat(isOverBound(traffic.of("i1"))).isTrue();
    }

    @Test
    void fiveFailuresInARowLeaveAnInstanceOutForTenSeconds() {
        assertThat(fail("i0", 4)).isZero();
        assertThat(fail("i0", 1)).isEqualTo(1);
        assertThat(isEjected("i0")).isTrue();
        ticker.advance(Duration.ofMillis(9_999));
        assertThat(isEjected("i0")).isTrue();
        assertThat(traffic.ejects(ticker.nanos())).isTrue();
        ticker.advance(Duration.ofMillis(1));
        assertThat(isEjected("i0")).isFalse();
        assertThat(traffic.ejects(ticker.nanos())).isFalse();
    }

    @Test
    void successInBetweenStartsTheRowAnew() {
        fail("i0", 4);
        traffic.of("i0").ejection().succeeded();
        fail("i0", 4);
        assertThat(isEjected("i0")).isFalse();
    }

    @Test
    void halfOfTwentyCallsAreEnoughAsWell() {
        for (int i = 0; i < 9; i++) {
            fail("i0", 1);
            traffic.of("i0").ejection().succeeded();
        }
        assertThat(isEjected("i0")).isFalse();
        traffic.of("i0").ejection().succeeded();
        fail("i0", 1);
        assertThat(isEjected("i0")).isTrue();
    }

    @Test
    void failuresOfAnEarlierTimeDoNotCount() {
        for (int i = 0; i < 9; i++) {
            fail("i0", 1);
            traffic.of("i0").ejection().succeeded();
        }
        ticker.advance(Duration.ofSeconds(11));
        traffic.of("i0").ejection().succeeded();
        fail("i0", 1);
        assertThat(isEjected("i0")).isFalse();
    }

    @Test
    void timeDoublesWithEachReturnUntilTheInstanceBehaves() {
        for (int seconds : List.of(10, 20, 40, 80, 160, 300, 300)) {
            fail("i0", 5);
            ticker.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(isEjected("i0")).as("%s s", seconds).isTrue();
            ticker.advance(Duration.ofMillis(1));
            assertThat(isEjected("i0")).as("%s s", seconds).isFalse();
        }
        ticker.advance(Duration.ofSeconds(600));
        fail("i0", 5);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(isEjected("i0")).isFalse();
    }

    @Test
    void neverMoreThanHalfAreLeftOut() {
        assertThat(fail("i0", 5) + fail("i1", 5) + fail("i2", 50) + fail("i3", 50))
                .isEqualTo(2);
        ServiceTraffic alone = traffic(1);
        assertThat(IntStream.range(0, 50)
                        .filter(i -> alone.failed("i0", alone.of("i0"), ticker.nanos()))
                        .count())
                .isZero();
    }

    @Test
    void latencyForgetsWhenNobodyCalls() {
        Latency latency = new Latency(0.5);
        assertThat(latency.nanos(ticker.nanos())).isZero();
        latency.add(100, ticker.nanos());
        latency.add(200, ticker.nanos());
        assertThat(latency.nanos(ticker.nanos())).isEqualTo(150);
        ticker.advance(Duration.ofSeconds(20));
        assertThat(latency.nanos(ticker.nanos())).isEqualTo(37.5);
    }

    private InstanceTraffic busy(String id, int calls) {
        InstanceTraffic instance = traffic.of(id);
        traffic.add(instance, calls);
        return instance;
    }

    private boolean isOverBound(InstanceTraffic instance) {
        return traffic.isOverBound(instance, 0.25, ticker.nanos());
    }

    private boolean isEjected(String id) {
        return traffic.of(id).ejection().isOn(ticker.nanos());
    }

    private long fail(String id, int times) {
        return IntStream.range(0, times)
                .filter(i -> traffic.failed(id, traffic.of(id), ticker.nanos()))
                .count();
    }
}
