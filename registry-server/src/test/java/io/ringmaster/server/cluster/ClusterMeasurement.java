package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Remembered;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What it costs to take the state of a large cluster, without the network: one thread does the work of both nodes. No claim,
 * so no part of the build: {@code mvn -pl registry-server test -Dtest=ClusterMeasurement -DargLine=}.
 */
class ClusterMeasurement {

    private static final int INSTANCES = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void timeUntilANodeThatJoinsHasEverything(int services) {
        Map<InstanceKey, Instance> instances = new HashMap<>();
        Map<InstanceKey, String> from = new HashMap<>();
        for (int i = 0; i < INSTANCES; i++) {
            Instance instance = ClusterEntries.instance("service-" + i % services, "i" + i, 1);
            instances.put(instance.key(), instance);
            from.put(instance.key(), "10.0.0.1");
        }
        FakeTicker clock = new FakeTicker();
        SimulatedNetwork network = new SimulatedNetwork(clock, new Random(1));
        WireFormat wire = new WireFormat(WireFormat.NEWEST);
        SimulatedNode first = new SimulatedNode(
                "n1", "n1", network, clock, Duration.ZERO, new Remembered(Set.of(), instances, from, Map.of()), wire);
        first.start();
        SimulatedNode second = new SimulatedNode("n2", "n2", network, clock, Duration.ZERO, Remembered.NOTHING, wire);
        Ticker real = Ticker.system();
        long start = real.nanos();
        second.start();
        while (!second.isReady()) {
            clock.advance(Duration.ofMillis(10));
            network.step();
            first.tick();
            second.tick();
        }
        System.out.printf(
                "%d instances of %d services: %d ms, %d messages%n",
                INSTANCES, services, (real.nanos() - start) / 1_000_000, network.delivered);
        assertThat(second.registry.listing().digest())
                .isEqualTo(first.registry.listing().digest());
    }
}
