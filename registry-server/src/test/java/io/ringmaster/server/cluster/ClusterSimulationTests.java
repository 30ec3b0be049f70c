package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.cluster.Simulation.State;
import io.ringmaster.server.cluster.Simulation.Trouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clusters whose messages are lost and late, whose nodes crash, stand still, restart and cannot see each other, with clients that
 * move, stop and crash: all of it made up from a seed. Replay one with {@code -Dsimulation.seed=}, try more with
 * {@code -Dsimulation.seeds=}.
 */
class ClusterSimulationTests {

    static Stream<Long> seeds() {
        Long one = Long.getLong("simulation.seed");
        return one != null
                ? Stream.of(one)
                : LongStream.range(0, Long.getLong("simulation.seeds", 50)).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensNobodyWhoLivesIsLostAndInTheEndAllNodesListTheSameAndTheTruth(long seed) {
        Random random = new Random(seed);
        Simulation world = new Simulation(seed, 3 + random.nextInt(3), 6 + random.nextInt(20));
        world.startAll();
        world.run(Duration.ofSeconds(12));
        if (random.nextBoolean()) {
            // From now on whatever starts is of the next release.
            world.speak(WireFormat.NEWEST + 1);
        }
        for (int i = 0; i < 6; i++) {
            Trouble[] kinds = Trouble.values();
            world.trouble(kinds[random.nextInt(kinds.length)], Duration.ofSeconds(5 + random.nextInt(40)));
            // A client that has just moved may leave the side that it left if the network splits before its node could
            // tell.
            world.run(Duration.ofSeconds(12));
        }
        world.heal();
        world.settle();

        String story = "seed " + seed + "\n" + String.join("\n", world.story);
        assertThat(world.violations).as(story).isEmpty();
        Map<InstanceKey, Long> living = world.clients.stream()
                .filter(client -> client.state == State.LIVES)
                .collect(Collectors.toMap(client -> client.key, client -> client.process));
        SimulatedNode first = world.nodes.get(0);
        for (SimulatedNode node : world.nodes) {
            Map<InstanceKey, Long> listed = new HashMap<>();
            for (Instance instance : node.instances()) {
                listed.put(instance.key(), instance.registration().incarnation());
            }
            assertThat(listed).as(node.life + ", " + story).isEqualTo(living);
            assertThat(node.versions()).as(node.life + ", " + story).isEqualTo(first.versions());
            assertThat(node.registry.listing().digest())
                    .as(node.life + ", " + story)
                    .isEqualTo(first.registry.listing().digest());
            assertThat(node.store.overrides()).as(node.life + ", " + story).isEqualTo(first.store.overrides());
            assertThat(node.node.state().counts())
                    .as(node.life + ", " + story)
                    .extracting(ClusterState.Counts::refused, ClusterState.Counts::unreadable)
                    .containsExactly(0L, 0L);
            assertThat(node.node.state().agreed())
                    .as(node.node.state() + ", " + story)
                    .isTrue();
        }
        world.clients.stream()
                .filter(client -> client.state == State.LIVES && client.known)
                .forEach(client -> assertThat(first.find(client.key))
                        .as(client.key + ", " + story)
                        .extracting(Instance::reported)
                        .isEqualTo(client.says));
        world.words.forEach((key, word) -> {
            if (word.known) {
                assertThat(first.store.overrides().get(key))
                        .as(key + ", " + story)
                        .isEqualTo(word.override);
            }
        });
        List<Long> revisions = world.nodes.stream().map(SimulatedNode::revision).toList();
        world.run(Duration.ofSeconds(30));
        assertThat(world.nodes.stream().map(SimulatedNode::revision).toList())
                .as("nothing happens any more, so there is nothing to tell, " + story)
                .isEqualTo(revisions);
    }
}
