package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.ringmaster.sample.demo.OrdersClient.Via;
import io.ringmaster.time.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What callers notice, which must be nothing: real processes, real sockets, real signals. That a killed instance and a rolling
 * deploy cost no call is claimed by the demo, see {@link DemoIT}.
 */
class FailoverIT {

    private static final Ticker TICKER = Ticker.system();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final int CALLS_PER_SECOND = 50;
    private static final int INVENTORIES = 3;

    private static Path logs;
    private static Fleet fleet;
    private static Fleet.Member registry;
    private static Fleet.Member pricing;

    private final Customers customers = new Customers("customer", 60);
    private Deadline deadline;
    private OrdersClient orders;

    @BeforeAll
    static void startFleet() throws Exception {
        logs = Files.createDirectories(Path.of("target", "failover-it-logs").toAbsolutePath());
        Jars jars = new Jars(Path.of("..", "..").toAbsolutePath().normalize(), logs);
        fleet = new Fleet(jars, logs, HTTP, TICKER);
        registry = fleet.startRegistry();
        pricing = fleet.start("pricing", "pricing-1");
        fleet.start("orders", "orders-1");
        for (int i = 1; i <= INVENTORIES; i++) {
            fleet.startNameless("inventory", "nameless-" + i);
        }
        awaitEverybody(Deadline.in(Duration.ofMinutes(5), TICKER));
    }

    @AfterAll
    static void stopFleet() {
        fleet.close();
    }

    @BeforeEach
    void everybodyIsUp() throws Exception {
        deadline = Deadline.in(Duration.ofMinutes(3), TICKER);
        awaitEverybody(deadline);
        orders = new OrdersClient(HTTP, fleet.awaitUp("orders", 1, deadline).get(0), TICKER);
    }

    @Test
    void threeInstancesOnPortZeroHaveThreeIdsAndTheirRealPorts() throws Exception {
        List<Listed> inventories = fleet.awaitUp("inventory", INVENTORIES, deadline);

        assertThat(inventories).extracting(Listed::id).doesNotHaveDuplicates();
        assertThat(inventories).extracting(Listed::port).doesNotHaveDuplicates().doesNotContain(0);
        for (Listed instance : inventories) {
            assertThat(whoAnswersAt(instance)).isEqualTo(instance.id());
        }
    }

    @Test
    void beatsAndRegistrationsOfTheStarterTakeTheShortWay() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(fleet.registry().resolve("/actuator/prometheus"))
                .build();

        String meters = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                                .body(),
                        Pattern.compile("ringmaster_heartbeats_total\\{outcome=\"renewed\"} [1-9]")
                                .asPredicate()::test);

        // Only the long way counts requests by their path.
        assertThat(meters.lines().filter(line -> line.contains("method=\"PUT\"")))
                .noneMatch(line -> line.contains("uri=\"/v1/sessions/{session}\"")
                        || line.contains("uri=\"/v1/services/{service}/instances/{id}\""));
    }

    @Test
    void prometheusScrapesEverybodyThroughTheRegistry() throws Exception {
        if (!Files.isExecutable(PrometheusProcess.PROGRAM)) {
            System.out.println("A test of FailoverIT is skipped: it needs " + PrometheusProcess.PROGRAM + ".");
            abort();
        }
        Map<String, String> synced =
                callable().stream().collect(Collectors.toMap(id -> id, id -> "1", (a, b) -> a, TreeMap::new));
        try (PrometheusProcess prometheus = PrometheusProcess.start(fleet.registry(), logs, HTTP)) {
            // It asks each of them at a moment of its own.
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(prometheus.query("ringmaster_client_mirror_synced{job=\"services\"}"))
                        .isEqualTo(synced);
                assertThat(prometheus
                                .query("ringmaster_instances{job=\"registry\",status=\"UP\"}")
                                .values())
                        .containsExactly(Integer.toString(synced.size()));
            });
        }
    }

    @Test
    void plannedStopsCostNoQuoteAndNoOrder() throws Exception {
        Fleet.Member leaver = fleet.start("inventory", "leaver");
        Fleet.Member successor = fleet.start("pricing", "pricing-2");
        awaitCallable("leaver", true);
        awaitCallable("pricing-2", true);
        // An order is a POST from orders to inventory and another one from there to pricing, and nobody repeats it.
        try (LoadRun load = LoadRun.start(2 * CALLS_PER_SECOND, this::quoteOrOrder, TICKER)) {
            load.awaitCalls(2 * customers.count(), deadline);

            fleet.stop(leaver, deadline);
            fleet.stop(pricing, deadline);

            pricing = successor;
            fleet.await("both have left", FailoverIT::leaversHaveLeft, deadline);
            load.awaitMoreCalls(2 * customers.count(), deadline);
            Replies replies = load.stop();
            assertThat(replies.failed()).isEmpty();
            assertThat(replies.callsByInstance()).containsKey("leaver");
        }
    }

    @Test
    void restartedRegistryCostsNoCallAndGetsEverybodyBack() throws Exception {
        Set<String> before = callable();
        try (LoadRun load = startLoad()) {
            load.awaitCalls(customers.count(), deadline);

            fleet.kill(registry);
            fleet.watch().awaitLoss(deadline);
            load.awaitMoreCalls(customers.count(), deadline);
            registry = fleet.startRegistry();
            fleet.await("everybody is back", listed -> callable(listed).equals(before), deadline);

            load.awaitMoreCalls(customers.count(), deadline);
            Replies replies = load.stop();
            assertThat(replies.failed()).isEmpty();
            assertThat(replies.firstStray(replies.ownerByCustomer())).isNull();
            assertThat(callable()).isEqualTo(before);
        }
    }

    private static void awaitEverybody(Deadline deadline) throws Exception {
        fleet.awaitUp("pricing", 1, deadline);
        fleet.awaitUp("inventory", INVENTORIES, deadline);
        fleet.awaitUp("orders", 1, deadline);
    }

    private LoadRun startLoad() {
        return LoadRun.start(CALLS_PER_SECOND, number -> orders.quote(customers.at(number), Via.REST_CLIENT), TICKER);
    }

    private Reply quoteOrOrder(int number) throws InterruptedException {
        String customer = customers.at(number);
        return number % 2 == 0 ? orders.quote(customer, Via.REST_CLIENT) : orders.order(customer);
    }

    private void awaitCallable(String id, boolean wanted) throws Exception {
        fleet.await(
                id + (wanted ? " is up" : " is not called any more"),
                listed -> callable(listed).contains(id) == wanted,
                deadline);
    }

    private static boolean leaversHaveLeft(List<Listed> listed) {
        return listed.stream().map(Listed::id).noneMatch(Set.of("leaver", "pricing-1")::contains);
    }

    private static Set<String> callable() {
        return callable(fleet.watch().listed());
    }

    private static Set<String> callable(List<Listed> listed) {
        return listed.stream().filter(Listed::isUp).map(Listed::id).collect(Collectors.toSet());
    }

    private static String whoAnswersAt(Listed instance) throws Exception {
        URI uri = URI.create("http://" + instance.address() + "/customers/alice/offers/hoop");
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new JsonMapper().readTree(response.body()).path("servedBy").asString();
    }
}
