package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RegistryProcess;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three packaged registries. Each test finds all of them running and agreeing, and leaves them so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "0123456789abcdef";
    private static final String PERSISTENT = "{\"port\":1,\"ttlSeconds\":0,\"check\":{\"type\":\"none\"}}";
    private static final int CHANGES = 300;

    /** Of these, for code that has not run before. */
    private static final int WARM_UP = 200;

    private static final int LIVING = 20;

    @TempDir
    private static Path directory;

    private final Ticker ticker = Ticker.system();
    private final List<RegistryProcess> nodes = new ArrayList<>();
    private final List<ScheduledExecutorService> clocks = new ArrayList<>();

    @BeforeAll
    void startThree() {
        int[] ports = FreePorts.of(3);
        String all = String.join(
                ",", IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).toList());
        for (int i = 0; i < ports.length; i++) {
            nodes.add(RegistryProcess.of(
                    List.of("-Xmx96m"),
                    List.of(
                            "--ringmaster.server.cluster.nodes=" + all,
                            "--ringmaster.server.cluster.port=" + ports[i],
                            "--ringmaster.server.cluster.secret=" + SECRET,
                            "--ringmaster.server.cluster.name=node-" + i,
                            "--ringmaster.server.journal.directory=" + directory.resolve("node-" + i))));
        }
        startAll(nodes);
        awaitAgreement();
    }

    @AfterAll
    void stopAll() {
        nodes.forEach(RegistryProcess::close);
    }

    /** What a test that fails has begun does not go on beside the next one. */
    @AfterEach
    void stopClocks() {
        clocks.forEach(ScheduledExecutorService::shutdownNow);
        clocks.clear();
    }

    @Test
    void aChangeOnOneNodeReachesAWatcherOnAnotherAtOnce() throws Exception {
        RegistryProcess a = nodes.get(0);
        long[] sentNanos = new long[CHANGES];
        long[] tookMicros = new long[CHANGES];
        try (EventStream watch = EventStream.open(nodes.get(2).port(), "/v1/watch?service=quick")) {
            watch.upTo("synced");
            AtomicInteger next = new AtomicInteger();
            ScheduledExecutorService clock = clock(4);
            clock.scheduleAtFixedRate(
                    () -> {
                        int i = next.getAndIncrement();
                        if (i < CHANGES) {
                            sentNanos[i] = ticker.now().nanos();
                            a.call("PUT", "quick", "i-" + i, PERSISTENT);
                        }
                    },
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            for (int n = 0; n < CHANGES; n++) {
                EventStream.Event event = watch.next("put");
                int i = Integer.parseInt(event.at("/instance/id").substring(2));
                tookMicros[i] = (ticker.now().nanos() - sentNanos[i]) / 1_000;
            }
        }
        print("the first ones", Arrays.copyOf(tookMicros, WARM_UP));
        print("the next ones", Arrays.copyOfRange(tookMicros, WARM_UP, CHANGES));
        for (int i = 0; i < CHANGES; i++) {
            nodes.get(1).call("DELETE", "quick", "i-" + i, null);
        }
        awaitAgreement();
        assertThat(list(nodes.get(2), "quick")).isEmpty();
    }

    @Test
    void aNodeThatIsKilledTakesNobodyAlongAndIsToldEverythingWhenItIsBack() throws Exception {
        RegistryProcess victim = nodes.get(0);
        RegistryProcess other = nodes.get(1);
        RegistryProcess third = nodes.get(2);
        try (ServerSocket living = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EventStream watch = EventStream.open(third.port(), "/v1/watch?service=living")) {
            watch.upTo("synced");
            String instance =
                    "{\"host\":\"127.0.0.1\",\"port\":" + living.getLocalPort() + ",\"ttlSeconds\":3,\"session\":\"";
            for (int i = 0; i < LIVING; i++) {
                victim.call("PUT", "living", "i-" + i, instance + "session-" + i + "\"}");
            }
            for (int i = 0; i < LIVING; i++) {
                watch.next("put");
            }
            AtomicInteger late = new AtomicInteger();
            ScheduledExecutorService newcomers = clock(1);
            newcomers.scheduleAtFixedRate(
                    () -> other.call("PUT", "late", "i-" + late.getAndIncrement(), PERSISTENT),
                    0,
                    50,
                    TimeUnit.MILLISECONDS);

            victim.kill();
            Moment killed = ticker.now();
            ScheduledExecutorService clients = clock(1);
            clients.scheduleAtFixedRate(
                    () -> IntStream.range(0, LIVING).forEach(i -> beat(i % 2 == 0 ? other : third, i)),
                    1_500,
                    1_000,
                    TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> cluster(other).at("/nodes").size() == 2);
            assertThat(ticker.now().since(killed))
                    .as("by its broken connection, before its missing heartbeats could tell")
                    .isLessThan(Duration.ofSeconds(6));
            // Two whole terms: who is to be lost is lost by then.
            await().during(Duration.ofSeconds(7))
                    .atMost(PATIENCE)
                    .until(() -> list(other, "living").size() == LIVING
                            && list(third, "living").size() == LIVING);
            assertThat(cluster(other).at("/nodes")).hasSize(2);

            victim.start();
            assertThat(list(victim, "living")).hasSize(LIVING);
            newcomers.shutdown();
            assertThat(newcomers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(late).hasValueGreaterThan(100);
            awaitAgreement();
            assertThat(list(victim, "late")).hasSize(late.get()).isEqualTo(list(other, "late"));
            clients.shutdown();
            assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < LIVING; i++) {
                third.call("DELETE", "living", "i-" + i, null);
            }
            for (int removed = 0; removed < LIVING; removed++) {
                List<EventStream.Event> events = watch.upTo("remove");
                assertThat(events.get(events.size() - 1).at("/reason")).isEqualTo("deregistered");
            }
            for (int i = 0; i < late.get(); i++) {
                other.call("DELETE", "late", "i-" + i, null);
            }
        }
        awaitAgreement();
    }

    @Test
    void aNodeThatStopsSendsItsWatchersElsewhereAndLosesNothing() {
        RegistryProcess leaving = nodes.get(1);
        leaving.call("PUT", "kept", "a", PERSISTENT);
        try (EventStream watch = EventStream.open(leaving.port(), "/v1/watch?service=kept")) {
            watch.upTo("synced");
            Moment begin = ticker.now();
            leaving.stop();
            watch.next("bye");
            await().atMost(PATIENCE)
                    .until(() -> cluster(nodes.get(0)).at("/nodes").size() == 2);
            assertThat(ticker.now().since(begin)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(list(nodes.get(0), "kept")).hasSize(1);
        leaving.start();
        assertThat(list(leaving, "kept")).hasSize(1);
        nodes.get(2).call("DELETE", "kept", "a", null);
        awaitAgreement();
    }

    @Test
    void aClusterThatStartsFromColdServesItsLastKnownState() throws Exception {
        nodes.get(0).call("PUT", "known", "a", PERSISTENT);
        nodes.get(1).call("PUT", "known", "a/override", "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"new disk\"}");
        awaitAgreement();
        for (RegistryProcess node : nodes) {
            node.kill();
        }
        nodes.get(2).start();
        JsonNode first = list(nodes.get(2), "known").get(0);
        assertThat(first.at("/status").asString()).isEqualTo("OUT_OF_SERVICE");
        nodes.get(2).call("DELETE", "known", "a/override", null);
        nodes.get(2).call("DELETE", "known", "a", null);
        // They still have it in their journals, and the one that was up knows better.
        startAll(nodes.subList(0, 2));
        awaitAgreement();
        for (RegistryProcess node : nodes) {
            assertThat(list(node, "known")).isEmpty();
        }
    }

    @Test
    void aRegistryThatIsAloneLoadsNothingOfTheEngine() throws IOException {
        Path log = directory.resolve("classes.log");
        try (RegistryProcess alone = RegistryProcess.of(
                List.of("-Xlog:class+load:file=" + log), List.of("--ringmaster.server.journal.enabled=false"))) {
            alone.start();
            assertThat(cluster(alone).at("/nodes")).hasSize(1);
        }
        try (Stream<String> lines = Files.lines(log)) {
            assertThat(lines.filter(line -> line.contains("org.jgroups.") || line.contains("Clustered")))
                    .isEmpty();
        }
    }

    private ScheduledExecutorService clock(int threads) {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(threads);
        clocks.add(clock);
        return clock;
    }

    private static void print(String which, long[] tookMicros) {
        Arrays.sort(tookMicros);
        System.out.printf(
                "From a request to node A until a watcher at node C has the change, at 100/s, %s: p50 %.1f ms, p99"
                        + " %.1f ms%n",
                which, tookMicros[tookMicros.length / 2 - 1] / 1e3, tookMicros[tookMicros.length * 99 / 100 - 1] / 1e3);
    }

    private static void startAll(List<RegistryProcess> all) {
        CompletableFuture.allOf(all.stream()
                        .map(node -> CompletableFuture.runAsync(node::start))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private void awaitAgreement() {
        await().atMost(PATIENCE).until(() -> {
            List<JsonNode> views = nodes.stream().map(ClusterIT::cluster).toList();
            return views.stream()
                            .allMatch(view -> view.at("/agreed").asBoolean()
                                    && view.at("/nodes").size() == nodes.size())
                    && views.stream()
                                    .map(view -> view.at("/nodes/0/digest"))
                                    .distinct()
                                    .count()
                            == 1;
        });
    }

    private static void beat(RegistryProcess node, int i) {
        node.send(
                "PUT",
                "/v1/sessions/session-" + i,
                "{\"instances\":[{\"service\":\"living\",\"id\":\"i-" + i + "\"}]}");
    }

    private static JsonNode cluster(RegistryProcess node) {
        return JSON.readTree(node.send("GET", "/v1/cluster", null).body());
    }

    /** What the node lists of a service, in the order of the ids. */
    private static List<JsonNode> list(RegistryProcess node, String service) {
        TreeMap<String, JsonNode> byId = new TreeMap<>();
        JSON.readTree(node.send("GET", "/v1/services/" + service + "/instances", null)
                        .body())
                .at("/instances")
                .forEach(instance -> byId.put(instance.at("/id").asString(), instance));
        return List.copyOf(byId.values());
    }
}
