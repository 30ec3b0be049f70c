package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.OrdersClient.Via;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** The demo of mutual TLS, act by act, as {@link Story} is that of routing. */
final class SecureStory {

    private static final int INVENTORIES = 2;
    private static final int CALLS = 300;
    private static final int CUSTOMERS = 50;
    private static final int CALLS_PER_SECOND = 50;
    private static final long PAUSE_NANOS = 200_000_000;
    private static final String OFFER = "/customers/mallory/offers/top-hat";

    private final Fleet fleet;
    private final Identities identities;
    private final Terminal terminal;
    private final Claims claims;
    private final HttpClient http;
    private final Deadline deadline;
    private final RegistryApi registry;
    private final Customers customers = new Customers("customer", CUSTOMERS);

    SecureStory(
            Fleet fleet, Identities identities, Terminal terminal, Claims claims, HttpClient http, Deadline deadline) {
        this.fleet = fleet;
        this.identities = identities;
        this.terminal = terminal;
        this.claims = claims;
        this.http = http;
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
        OrdersClient orders = theyGetCertificates();
        theyCallByMutualTls(orders);
        Stranger stranger = new Stranger(http, fleet.registry(), identities.token("stranger"));
        SSLContext ofStranger = aStrangerIsRefused(stranger);
        certificatesAreReplaced(orders, ofStranger);
        whereToLook();
    }

    private OrdersClient theyGetCertificates() throws IOException, InterruptedException, TimeoutException {
        terminal.heading("1  They get certificates");
        fleet.startRegistry();
        fleet.await("the registry answers", listed -> true, deadline);
        terminal.line("The registry listens at %s. Each identity may register one service.", fleet.registry());
        fleet.start("pricing", "pricing-1");
        for (int i = 1; i <= INVENTORIES; i++) {
            fleet.start("inventory", "inventory-" + i);
        }
        fleet.start("orders", "orders-1");
        fleet.awaitUp("pricing", 1, deadline);
        fleet.awaitUp("inventory", INVENTORIES, deadline);
        List<Listed> orders = fleet.awaitUp("orders", 1, deadline);
        new CallerList(http, orders.get(0), "inventory").await(callable -> callable.size() == INVENTORIES, deadline);
        List<List<String>> rows = new ArrayList<>();
        for (Listed instance : fleet.watch().listed()) {
            rows.add(List.of(instance.service(), instance.id(), instance.address(), instance.status()));
        }
        terminal.table(List.of("SERVICE", "INSTANCE", "ADDRESS", "STATUS"), rows);
        terminal.line("");
        for (String service : List.of("pricing", "inventory", "orders")) {
            claims.claim(
                    registry.certifiedBy(service).equals(Set.of(service)),
                    "the identity '" + service + "' got certificates for " + service + ", and nobody else");
        }
        claims.claim(
                registry.schemes("inventory").equals(Set.of("https"))
                        && registry.schemes("pricing").equals(Set.of("https")),
                "inventory and pricing are listed as https; one property made it so");
        return new OrdersClient(http, orders.get(0), deadline.ticker());
    }

    private void theyCallByMutualTls(OrdersClient orders) throws InterruptedException, TimeoutException {
        terminal.heading("2  They call each other by mutual TLS");
        terminal.line("%d calls: orders -> inventory -> pricing, by RestClient, RestTemplate and WebClient.", CALLS);
        terminal.line("Inventory answers to orders alone, and pricing to inventory alone.");
        terminal.line("");
        claims.noneFailed(LoadRun.run(CALLS, number -> quote(orders, number), deadline));
    }

    private SSLContext aStrangerIsRefused(Stranger stranger) throws IOException, InterruptedException {
        terminal.heading("3  A stranger is refused");
        Listed inventory = Fleet.up(fleet.watch().listed(), "inventory").get(0);
        Stranger.Answer stolen = stranger.ask("orders");
        terminal.line("A stranger, who has an identity of his own, asks the registry for a certificate of orders:");
        terminal.paragraph(stolen.detail());
        claims.claim(stolen.status() == 403, "the registry gives him none");

        Stranger.Answer own = stranger.ask("stranger");
        claims.claim(own.status() == 201, "he gets one for his own name");
        SSLContext tls = stranger.with(own);
        Stranger.Answer refused = Stranger.call(tls, inventory, OFFER);
        terminal.line("He calls inventory with it:");
        terminal.paragraph(refused.detail());
        claims.claim(
                refused.status() == 403
                        && refused.body().path("code").asString("").equals("caller-not-allowed"),
                "inventory knows him, and does not answer");

        String failure = failureOf(stranger.without(own), inventory);
        terminal.line("He calls without a certificate: %s", failure);
        claims.claim(!failure.isEmpty(), "the connection is closed before anybody answers");
        return tls;
    }

    private static String failureOf(SSLContext tls, Listed instance) throws InterruptedException {
        try {
            Stranger.call(tls, instance, OFFER);
            return "";
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private void certificatesAreReplaced(OrdersClient orders, SSLContext tls)
            throws IOException, InterruptedException, TimeoutException {
        terminal.heading("4  Certificates are replaced under " + CALLS_PER_SECOND + " calls a second");
        Listed inventory = Fleet.up(fleet.watch().listed(), "inventory").get(0);
        X509Certificate first = Stranger.shownBy(tls, inventory);
        LoadRun load = LoadRun.start(CALLS_PER_SECOND, number -> quote(orders, number), deadline.ticker());
        Moment start = deadline.ticker().now();
        X509Certificate next = first;
        while (next.equals(first)) {
            if (deadline.hasPassed()) {
                throw new TimeoutException(inventory.id() + " still shows its first certificate.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            next = Stranger.shownBy(tls, inventory);
        }
        load.awaitMoreCalls(2 * CUSTOMERS, deadline);
        Replies replies = load.stop();
        terminal.line(
                "After %.1f s, %s showed another certificate: number %s…, until %s.",
                deadline.ticker().now().since(start).toMillis() / 1000.0,
                inventory.id(),
                next.getSerialNumber().toString(16).substring(0, 8),
                next.getNotAfter().toInstant());
        claims.noneFailed(replies);
        claims.claim(
                !next.getPublicKey().equals(first.getPublicKey()), "it is for another key; no process was restarted");
    }

    private void whereToLook() {
        terminal.heading("Look around");
        terminal.line("The page  %s", fleet.registry());
        terminal.line("Who got certificates  curl '%sv1/events?limit=20'", fleet.registry());
        Listed inventory = Fleet.up(fleet.watch().listed(), "inventory").get(0);
        terminal.line("Refused  curl -k https://%s%s", inventory.address(), OFFER);
    }

    private Reply quote(OrdersClient orders, int number) throws InterruptedException {
        return orders.quote(customers.at(number), number % 2 == 0 ? Via.REST_CLIENT : Via.REST_TEMPLATE);
    }
}
