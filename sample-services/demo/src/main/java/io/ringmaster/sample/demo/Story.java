package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.OrdersClient.Via;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The demo, act by act. Each act does something, shows what happened, and claims what must be true of it. It is one class,
 * because it is to be read from its first act to its last.
 */
final class Story {

    private static final int CALLS = 1_000;
    private static final int CUSTOMERS = 300;
    private static final int CALLS_PER_SECOND = 150;

    /** Fewer than else, so that the processes that start beside it on two cores take seconds and not minutes. */
    private static final int CALLS_PER_SECOND_OF_DEPLOY = 50;

    private static final int PRICINGS = 2;
    private static final String VICTIM = "inventory-2";

    private final Fleet fleet;
    private final Terminal terminal;
    private final Claims claims;
    private final HttpClient http;
    private final Ticker ticker;
    private final int inventories;
    private final boolean eureka;
    private final Deadline deadline;
    private final RegistryApi registry;
    private final Customers customers = new Customers("customer", CUSTOMERS);
    private final Map<String, Fleet.Member> members = new LinkedHashMap<>();

    Story(Fleet fleet, Terminal terminal, Claims claims, HttpClient http, Options options, Deadline deadline) {
        this.fleet = fleet;
        this.terminal = terminal;
        this.claims = claims;
        this.http = http;
        this.ticker = deadline.ticker();
        this.inventories = options.inventories();
        this.eureka = options.eureka();
        this.deadline = deadline;
        this.registry = new RegistryApi(http, fleet.registry());
    }

    /**
     * Tells it all.
     *
     * @throws TimeoutException if it has not come to its end by the deadline
     * @throws IllegalStateException if a process ended that should be alive
     */
    void tell() throws IOException, InterruptedException, TimeoutException {
        OrdersClient orders = theyRegister();
        Map<String, String> owners = callsAreRoutedByKey(orders);
        Map<String, String> ownersAfterKill = oneIsKilled(orders, owners);
        Map<String, String> ownersAfterJoin = aNewOneJoins(orders, ownersAfterKill);
        oneIsWeighedAnew(orders, ownersAfterJoin);
        allAreReplaced(orders);
        if (fleet.registries().size() > 1) {
            aNodeIsKilled(orders);
        }
        if (eureka) {
            oneHasAEurekaClient(fleet.registries().size() > 1 ? 8 : 7);
        }
        whereToLook();
    }

    private OrdersClient theyRegister() throws IOException, InterruptedException, TimeoutException {
        terminal.heading("1  They register");
        Moment start = ticker.now();
        for (int node = 0; node < fleet.registries().size(); node++) {
            fleet.startRegistry(node);
        }
        fleet.await("the registry answers", listed -> true, deadline);
        terminal.line("The registry listens at %s after %s.", fleet.registry(), seconds(start));
        if (fleet.registries().size() > 1) {
            nodesAgree(fleet.registries());
            claims.claim(true, "its " + fleet.registries().size() + " nodes have found each other and agree");
        }

        Moment startOfAll = ticker.now();
        startAll("pricing", PRICINGS);
        startAll("inventory", inventories);
        startAll("orders", 1);
        fleet.awaitUp("pricing", PRICINGS, deadline);
        fleet.awaitUp("inventory", inventories, deadline);
        fleet.awaitUp("orders", 1, deadline);
        List<Listed> listed = fleet.watch().listed();
        terminal.line(
                "%d applications have started and registered by themselves after %s:",
                listed.size(), seconds(startOfAll));
        terminal.line("");
        showInstances(listed);
        int expected = PRICINGS + inventories + 1;
        claims.claim(
                listed.size() == expected && listed.stream().allMatch(Listed::isUp),
                "all " + expected + " instances are listed and UP, each with the port it really has");
        everybodyKnows(listed);
        return new OrdersClient(http, only(listed, "orders"), ticker);
    }

    /** Waits until all who call have the list from which they choose. */
    private void everybodyKnows(List<Listed> listed) throws IOException, InterruptedException, TimeoutException {
        ordersKnows(callable -> callable.size() == inventories);
        everyCallerOfPricing(Fleet.up(listed, "inventory"), callable -> callable.size() == PRICINGS);
        claims.claim(true, "orders knows every inventory, and each inventory every pricing");
    }

    private Map<String, String> callsAreRoutedByKey(OrdersClient orders)
            throws IOException, InterruptedException, TimeoutException {
        terminal.heading("2  Calls are routed by key");
        terminal.line(
                "%,d calls of %d customers: orders -> inventory -> pricing, where the header X-Customer-Id",
                CALLS, CUSTOMERS);
        terminal.line("is the key. Half of them go through a RestClient, half through a RestTemplate.");
        terminal.line("");
        Replies keyed = LoadRun.run(CALLS, number -> quote(orders, number), deadline);
        Map<String, String> owners = keyed.ownerByCustomer();
        Shares shares = Shares.of(keyed.callsByInstance(), registry.ringShares("inventory"));
        terminal.bars(shares);
        claims.noneFailed(keyed);
        claims.claim(
                keyed.firstStray(owners) == null && owners.size() == CUSTOMERS,
                "each of the " + owners.size() + " customers was always served by the same instance");
        claims.claim(registryAgrees(owners), "the registry names the same owner for a customer (GET .../route?key=)");
        claims.claim(
                shares.largestDistance() < 0.1,
                String.format(
                        "no instance is further than 10 %% from its share (%.1f %%)", 100 * shares.largestDistance()));

        Customers strangers = new Customers("stranger", CUSTOMERS);
        Replies spread = LoadRun.run(CALLS, number -> orders.quote(strangers.at(number), Via.NO_KEY), deadline);
        claims.noneFailed(spread);
        terminal.line("Offers found in the memory of the instance that was asked:");
        terminal.line("   with a key     %5.1f %%", 100 * keyed.hitRatio());
        terminal.line(
                "   without a key  %5.1f %%  (as many other customers, the less busy of two)", 100 * spread.hitRatio());
        claims.claim(
                CALLS - keyed.hits() == CUSTOMERS,
                "with a key, each customer's offer was fetched from pricing only once");
        claims.claim(keyed.hits() > spread.hits(), "with a key, more offers were in memory than without");
        return owners;
    }

    private Map<String, String> oneIsKilled(OrdersClient orders, Map<String, String> owners)
            throws IOException, InterruptedException, TimeoutException {
        terminal.heading("3  One is killed: kill -9 " + VICTIM + ", under " + CALLS_PER_SECOND + " calls a second");
        LoadRun load = LoadRun.start(CALLS_PER_SECOND, number -> quote(orders, number), ticker);
        load.awaitCalls(CALLS_PER_SECOND, deadline);
        Moment kill = ticker.now();
        fleet.kill(member(VICTIM));
        Moment known = ordersKnows(callable -> !callable.contains(VICTIM));
        load.awaitMoreCalls(2 * CUSTOMERS, deadline);
        Replies replies = load.stop();

        Map<String, String> after = replies.since(known.nanos()).ownerByCustomer();
        MovedKeys moved = MovedKeys.between(owners, after);
        long millis = known.since(kill).toMillis();
        terminal.line("%d ms after the kill, orders had left it out of the list it chooses from.", millis);
        terminal.moves(moved);
        claims.noneFailed(replies);
        claims.claim(
                moved.onlyFrom(VICTIM) && !after.containsValue(VICTIM),
                "only the customers of " + VICTIM + " moved; it serves nobody any more");
        claims.claim(after.size() == CUSTOMERS, "every customer is still served");
        claims.claim(millis <= 5_000, "callers knew long before its lease of 9 s lapsed, because its stream broke");
        return after;
    }

    private Map<String, String> aNewOneJoins(OrdersClient orders, Map<String, String> owners)
            throws IOException, InterruptedException, TimeoutException {
        String newcomer = "inventory-" + (inventories + 1);
        terminal.heading("4  A new one joins: " + newcomer + ", under the same load");
        LoadRun load = LoadRun.start(CALLS_PER_SECOND, number -> quote(orders, number), ticker);
        Moment start = ticker.now();
        members.put(newcomer, fleet.start("inventory", newcomer));
        fleet.awaitUp("inventory", inventories, deadline);
        Moment known = ordersKnows(callable -> callable.contains(newcomer));
        long upNanos = firstSightingUp(newcomer);
        load.awaitMoreCalls(2 * CUSTOMERS, deadline);
        Replies replies = load.stop();

        Map<String, String> after = replies.since(known.nanos()).ownerByCustomer();
        MovedKeys moved = MovedKeys.between(owners, after);
        terminal.line(
                "%s was up %.1f s after its process began, and served its first call %d ms later.",
                newcomer, (upNanos - start.nanos()) / 1e9, (replies.firstServedBy(newcomer) - upNanos) / 1_000_000);
        terminal.moves(moved);
        claims.noneFailed(replies);
        claims.claim(
                moved.onlyTo(newcomer),
                "every customer who moved went to " + newcomer + ", nobody else changed places");
        return after;
    }

    private void oneIsWeighedAnew(OrdersClient orders, Map<String, String> owners)
            throws IOException, InterruptedException, TimeoutException {
        String favourite = "inventory-1";
        terminal.heading("5  " + favourite + " gets twice the weight, under the same load");
        double share = registry.ringShares("inventory").getOrDefault(favourite, 0.0);
        LoadRun load = LoadRun.start(CALLS_PER_SECOND, number -> quote(orders, number), ticker);
        registry.weigh("inventory", favourite, 2);
        Moment known = ordersList().awaitWeights(weights -> weights.getOrDefault(favourite, 0.0) == 2, deadline);
        load.awaitMoreCalls(2 * CUSTOMERS, deadline);
        Replies replies = load.stop();

        MovedKeys moved = MovedKeys.between(owners, replies.since(known.nanos()).ownerByCustomer());
        double newShare = registry.ringShares("inventory").getOrDefault(favourite, 0.0);
        terminal.line(
                "Its part of the ring was %.1f %% and is %.1f %%; it should be %.1f %%.",
                100 * share, 100 * newShare, 200.0 / (inventories + 1));
        terminal.moves(moved);
        claims.noneFailed(replies);
        claims.claim(
                moved.onlyTo(favourite),
                "every customer who moved went to " + favourite + ", nobody else changed places");
        claims.claim(Math.abs(newShare - 2.0 / (inventories + 1)) < 0.02, "its part is what its weight says");
        String customer =
                moved.moved().isEmpty() ? customers.at(0) : moved.moved().firstKey();
        String reason = ordersList().reason(customer);
        terminal.line("Why does orders call it for %s? \"%s\"", customer, reason);
        claims.claim(reason.equals(favourite + " owns the key."), "orders itself can say why");
    }

    private void allAreReplaced(OrdersClient orders) throws IOException, InterruptedException, TimeoutException {
        List<Fleet.Member> old = members.values().stream()
                .filter(member -> member.id().startsWith("inventory-") && member.isAlive())
                .toList();
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= old.size(); i++) {
            ids.add("inventory-" + (inventories + 1 + i));
        }
        terminal.heading("6  A rolling deploy: all are replaced under " + CALLS_PER_SECOND_OF_DEPLOY
                + " calls a second, half of them POST");
        LoadRun load = LoadRun.start(CALLS_PER_SECOND_OF_DEPLOY, number -> quoteOrOrder(orders, number), ticker);
        load.awaitCalls(CALLS_PER_SECOND_OF_DEPLOY, deadline);
        Moment start = ticker.now();
        for (Fleet.Member successor : RollingDeploy.replace(fleet, "inventory", old, ids, deadline)) {
            members.put(successor.id(), successor);
        }
        String took = seconds(start);
        Moment known = ordersKnows(Set.copyOf(ids)::equals);
        load.awaitMoreCalls(CUSTOMERS, deadline);
        Replies replies = load.stop();

        terminal.line(
                "Each of %d started, was up, and its predecessor was asked to stop: %s in all.", old.size(), took);
        terminal.line("A quote is a GET, which may be repeated; an order is a POST, which nobody repeats.");
        claims.noneFailed(replies);
        claims.claim(
                replies.since(known.nanos()).callsByInstance().keySet().equals(Set.copyOf(ids)),
                "every new instance serves, and no old one");
    }

    private void aNodeIsKilled(OrdersClient orders) throws IOException, InterruptedException, TimeoutException {
        List<URI> nodes = fleet.registries();
        URI victim = nodes.get(nodes.size() - 1);
        terminal.heading("7  A node of the registry is killed: kill -9 of the one at " + victim + ", under load");
        Set<String> before = ids(Fleet.up(fleet.watch().listed(), "inventory"));
        LoadRun load = LoadRun.start(CALLS_PER_SECOND, number -> quote(orders, number), ticker);
        load.awaitCalls(CALLS_PER_SECOND, deadline);
        Moment kill = ticker.now();
        fleet.kill(fleet.registryNode(nodes.size() - 1));
        for (URI survivor : nodes.subList(0, nodes.size() - 1)) {
            new RegistryApi(http, survivor).awaitAgreement(nodes.size() - 1, deadline);
        }
        terminal.line("%s later the others had closed ranks.", seconds(kill));
        load.awaitMoreCalls(CUSTOMERS, deadline);
        Replies replies = load.stop();
        claims.noneFailed(replies);
        Set<String> after = ids(Fleet.up(fleet.watch().listed(), "inventory"));
        claims.claim(after.equals(before), "no instance left the list because of it");
        Moment again = ticker.now();
        fleet.startRegistry(nodes.size() - 1);
        nodesAgree(nodes);
        claims.claim(true, "started again, it knew everything after " + seconds(again));
    }

    private void oneHasAEurekaClient(int act) throws IOException, InterruptedException, TimeoutException {
        String classic = "pricing-on-eureka";
        terminal.heading(act + "  One more pricing joins that has a Eureka client, and is killed under load");
        Moment start = ticker.now();
        members.put(classic, fleet.startWithEurekaClient(classic));
        fleet.awaitUp("pricing", PRICINGS + 1, deadline);
        List<Listed> callers = Fleet.up(fleet.watch().listed(), "inventory");
        everyCallerOfPricing(callers, callable -> callable.contains(classic));
        terminal.line(
                "%s after its process began it had registered, by the protocol of Eureka, and every inventory had it",
                seconds(start));
        terminal.line("in its list. It knows nothing of Ringmaster but a URL in eureka.client.service-url.");

        TimedCalls old = new TimedCalls(http, listed(classic), ticker, "servedBy");
        Replies outward = LoadRun.run(
                CUSTOMERS, number -> old.get("", "/customers/" + customers.at(number) + "/stock/top-hat"), deadline);
        claims.noneFailed(outward);
        claims.claim(
                outward.callsByInstance().keySet().equals(ids(callers)),
                "it finds every inventory by name, and calls it");

        LoadRun load = LoadRun.start(
                CALLS_PER_SECOND,
                new Traffic(Traffic.Route.WEBFLUX, Traffic.Method.GET).through(callers.get(0), http, ticker),
                ticker);
        load.awaitCalls(CALLS_PER_SECOND, deadline);
        Moment kill = ticker.now();
        fleet.kill(member(classic));
        Moment known = everyCallerOfPricing(callers, callable -> !callable.contains(classic));
        load.awaitMoreCalls(CALLS_PER_SECOND, deadline);
        Replies inward = load.stop();

        long millis = known.since(kill).toMillis();
        terminal.line("%d ms after the kill, every inventory had left it out of the list it chooses from.", millis);
        claims.noneFailed(inward);
        claims.claim(
                inward.callsByInstance().containsKey(classic),
                "inventory called it by the name 'pricing', as the others");
        claims.claim(
                millis <= 10_000,
                "callers knew long before its lease of 90 s lapsed, though it had no stream to break");
    }

    private Moment everyCallerOfPricing(List<Listed> callers, Predicate<Set<String>> wanted)
            throws IOException, InterruptedException, TimeoutException {
        Moment last = ticker.now();
        for (Listed inventory : callers) {
            last = new CallerList(http, inventory, "pricing").await(wanted, deadline);
        }
        return last;
    }

    private void nodesAgree(List<URI> nodes) throws InterruptedException, TimeoutException {
        for (URI node : nodes) {
            new RegistryApi(http, node).awaitAgreement(nodes.size(), deadline);
        }
    }

    private void whereToLook() {
        terminal.heading("Where to look");
        Listed orders = only(fleet.watch().listed(), "orders");
        terminal.line("Page      %s", fleet.registry());
        terminal.line("Mirror    http://%s/actuator/ringmaster", orders.address());
        terminal.line("Health    http://%s/actuator/health", orders.address());
        terminal.line("A quote   curl http://%s/customers/alice/quotes/top-hat", orders.address());
        terminal.line("Its way   curl '%sv1/services/inventory/route?key=alice'", fleet.registry());
        terminal.line("The list  curl %sv1/services/inventory/instances", fleet.registry());
        terminal.line("Changes   curl -N %sv1/watch", fleet.registry());
    }

    /** Asks for a quote; each customer comes through the one client, then the other. */
    private Reply quote(OrdersClient orders, int number) throws InterruptedException {
        Via via = number / customers.count() % 2 == 0 ? Via.REST_CLIENT : Via.REST_TEMPLATE;
        return orders.quote(customers.at(number), via);
    }

    private Reply quoteOrOrder(OrdersClient orders, int number) throws InterruptedException {
        return number % 2 == 0 ? quote(orders, number) : orders.order(customers.at(number));
    }

    private void startAll(String service, int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            String id = service + "-" + i;
            members.put(id, fleet.start(service, id));
        }
    }

    private boolean registryAgrees(Map<String, String> owners) throws IOException, InterruptedException {
        for (String customer : customers.some(20)) {
            String named = registry.ownerOf("inventory", customer);
            if (named == null || !named.equals(owners.get(customer))) {
                return false;
            }
        }
        return true;
    }

    private long firstSightingUp(String id) {
        return fleet.watch().sightings().stream()
                .filter(sighting -> sighting.id().equals(id) && sighting.isCallable())
                .mapToLong(Watch.Sighting::nanos)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The stream has not shown that " + id + " is up."));
    }

    /** Waits until orders may call those it should, as its own actuator endpoint tells, and returns when that was so. */
    private Moment ordersKnows(Predicate<Set<String>> wanted)
            throws IOException, InterruptedException, TimeoutException {
        return ordersList().await(wanted, deadline);
    }

    private CallerList ordersList() {
        return new CallerList(http, only(fleet.watch().listed(), "orders"), "inventory");
    }

    private void showInstances(List<Listed> listed) {
        List<List<String>> rows = new ArrayList<>();
        for (Listed instance : listed) {
            String pid = String.valueOf(member(instance.id()).process().pid());
            rows.add(List.of(instance.service(), instance.id(), instance.address(), instance.status(), pid));
        }
        terminal.table(List.of("SERVICE", "INSTANCE", "ADDRESS", "STATUS", "PID"), rows);
        terminal.line("");
    }

    private Fleet.Member member(String id) {
        Fleet.Member member = members.get(id);
        if (member == null) {
            throw new IllegalStateException("'" + id + "' is listed, but this demo did not start it.");
        }
        return member;
    }

    private static Set<String> ids(List<Listed> listed) {
        return listed.stream().map(Listed::id).collect(Collectors.toSet());
    }

    private Listed listed(String id) {
        return fleet.watch().listed().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " is not listed."));
    }

    private static Listed only(List<Listed> listed, String service) {
        return listed.stream()
                .filter(instance -> instance.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No instance of " + service + " is listed."));
    }

    private String seconds(Moment since) {
        return String.format("%.1f s", ticker.now().since(since).toMillis() / 1000.0);
    }
}
