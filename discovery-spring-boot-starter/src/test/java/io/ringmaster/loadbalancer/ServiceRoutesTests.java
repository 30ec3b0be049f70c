package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.ring.KeyHash;
import io.ringmaster.time.FakeTicker;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;

class ServiceRoutesTests {

    private final MirrorFeed feed = MirrorFeed.of(
            MirrorFeed.up("inventory", "a", 1), MirrorFeed.up("inventory", "b", 2), MirrorFeed.up("inventory", "c", 3));

    /** What the executor has been given and not yet run. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final ServiceRoutes routes =
            new ServiceRoutes("inventory", feed.mirror(), tasks::add, TrafficRules.DEFAULT, new FakeTicker());

    @Test
    void unknownServiceHasNoTable() {
        assertThat(new ServiceRoutes("nobody", feed.mirror(), tasks::add, TrafficRules.DEFAULT, new FakeTicker())
                        .current())
                .isNull();
    }

    @Test
    void sameListHasTheSameTable() {
        assertThat(routes.current()).isSameAs(routes.current());
    }

    @Test
    void serviceWhoseCallsHaveNoKeyNeedsNoRing() {
        feed.put(MirrorFeed.up("inventory", "d", 4));

        assertThat(routes.current().ring()).isNull();
        assertThat(ids(routes.current().list())).containsExactly("a", "b", "c", "d");
        assertThat(tasks).isEmpty();
    }

    @Test
    void callsSeeTheNewListAtOnceAndTheRingIsBuiltByTheExecutor() {
        routes.keyed();
        feed.put(MirrorFeed.up("inventory", "d", 4));
        RoutingTable meanwhile = routes.current();

        assertThat(ids(meanwhile.list())).containsExactly("a", "b", "c", "d");
        assertThat(meanwhile.ring().size()).isEqualTo(3);
        assertThat(tasks).hasSize(1);

        tasks.remove().run();
        assertThat(routes.current().ring().size()).isEqualTo(4);
        assertThat(routes.current()).isSameAs(routes.current());
    }

    @Test
    void removedInstanceIsNotPickedEvenBeforeTheRingIsBuilt() {
        routes.keyed();
        List<String> keys = IntStream.range(0, 200).mapToObj(i -> "k" + i).toList();
        List<String> before = keys.stream().map(this::pick).toList();
        feed.remove("inventory", "b");
        List<String> meanwhile = keys.stream().map(this::pick).toList();
        tasks.remove().run();
        List<String> after = keys.stream().map(this::pick).toList();

        assertThat(before).contains("a", "b", "c");
        assertThat(meanwhile).doesNotContain("b").isEqualTo(after);
        for (int i = 0; i < keys.size(); i++) {
            if (!before.get(i).equals("b")) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    @Test
    void manyChangesAreOneTask() {
        RoutingTables tables = new RoutingTables(
                feed.mirror(), new DirectExecutorService(tasks::add), TrafficRules.DEFAULT, new FakeTicker());
        tables.of("Inventory").keyed();
        feed.put(MirrorFeed.up("inventory", "d", 4));
        feed.put(MirrorFeed.up("inventory", "e", 5));
        feed.put(MirrorFeed.up("unrelated", "x", 6));

        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(tables.of("inventory").current().ring().size()).isEqualTo(5);
    }

    @Test
    void newRingIsBuiltInlineWhenTheOldOneReachesNobody() {
        routes.keyed();
        feed.put(MirrorFeed.up("inventory", "z", 9));
        List.of("a", "b", "c").forEach(id -> feed.remove("inventory", id));

        assertThat(pick("any")).isEqualTo("z");
    }

    @Test
    void serviceThatBecomesKnownLaterGetsItsRing() {
        ServiceRoutes later =
                new ServiceRoutes("later", feed.mirror(), tasks::add, TrafficRules.DEFAULT, new FakeTicker());
        later.keyed();
        assertThat(later.current()).isNull();
        feed.put(MirrorFeed.up("later", "a", 1));

        assertThat(later.current().ring().size()).isEqualTo(1);
    }

    @Test
    void knownServiceWithoutInstancesStaysEmpty() {
        routes.keyed();
        List.of("a", "b", "c").forEach(id -> feed.remove("inventory", id));

        assertThat(routes.current().list()).isEmpty();
        assertThat(routes.current().flux().single().block()).isEmpty();
    }

    @Test
    void unchangedInstanceKeepsItsObjects() {
        routes.keyed();
        ServiceInstance before = routes.current().list().get(0);
        feed.put(MirrorFeed.up("inventory", "d", 4));

        assertThat(routes.current().list().get(0)).isSameAs(before);
    }

    private String pick(String key) {
        RoutingTable table = routes.current();
        long hash = KeyHash.of(key);
        return table.chosen(table.pick(hash, null, table.judge(hash))).source().id();
    }

    private static List<String> ids(List<ServiceInstance> instances) {
        return instances.stream().map(ServiceInstance::getInstanceId).toList();
    }
}
