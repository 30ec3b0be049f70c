package io.ringmaster.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RegistryProcess;
import io.ringmaster.server.cluster.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The page in a real browser, against the packaged registry as a real process. Skipped where there is no Chromium. Pictures
 * are in {@code target/screenshots}; {@code -Ddocs.update=true} makes the README's from them.
 */
class PageIT {

    private static final String TOKEN = "a-token-of-enough-characters";

    /** Notes when each row appeared, by the wall clock that the test reads too. */
    private static final String NOTE_APPEARANCES = """
            window.appeared = {};
            new MutationObserver(() => document.querySelectorAll('[data-instance]').forEach((row) => {
              window.appeared[row.dataset.instance] ??= Date.now();
            })).observe(document.body, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-instance']});
            """;

    private static final String LET_NODES_DISAGREE = """
            const real = fetch;
            const since = new Date(Date.now() - 42_000).toISOString();
            window.fetch = async (address, options) => {
              const answer = await real(address, options);
              if (!String(address).endsWith('/v1/cluster')) {
                return answer;
              }
              const cluster = await answer.json();
              Object.assign(cluster, {agreed: false, disagreeingSince: since});
              Object.assign(cluster.nodes[1], {disagreeingSince: since, digest: '00000000000000ff'});
              return Response.json(cluster);
            };
            """;

    private static Browser browser;

    /** Shared, since a start is the slowest part: each test has a service of its own. */
    private static RegistryProcess registry;

    /** These start while other tests run. */
    private static CompletableFuture<RegistryProcess> secured;

    private static CompletableFuture<RegistryProcess> readable;

    private static List<CompletableFuture<RegistryProcess>> nodes;

    @BeforeAll
    static void openBrowserAndRegistries() {
        browser = Browser.openOrSkip();
        registry = RegistryProcess.started(null);
        secured = CompletableFuture.supplyAsync(() -> RegistryProcess.started(TOKEN));
        readable = CompletableFuture.supplyAsync(() -> RegistryProcess.readable(TOKEN));
        int[] ports = FreePorts.of(2);
        nodes = List.of(
                CompletableFuture.supplyAsync(() -> node("registry-1", ports, 0)),
                CompletableFuture.supplyAsync(() -> node("registry-2", ports, 1)));
    }

    @AfterAll
    static void closeBrowserAndRegistries() {
        if (browser != null) {
            browser.close();
        }
        if (registry != null) {
            registry.close();
            secured.join().close();
            readable.join().close();
            nodes.forEach(node -> node.join().close());
        }
    }

    /** A refused connection and a refused call are what these tests are about; a policy violation or an error is not. */
    @AfterEach
    void theConsoleHasNoComplaint() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void emptyRegistryShowsTheFirstStepsOnceTheTokenIsGiven() {
        RegistryProcess empty = secured.join();
        open(empty, "");
        browser.awaitText("#sign-in", "asks for a token");
        browser.assertAccessible("the question for the token");

        browser.fill("#token", "a-token-that-nobody-gave");
        browser.type(Keys.ENTER);
        browser.awaitText("#sign-in .problem", "refused");

        browser.fill("#token", TOKEN);
        browser.type(Keys.ENTER);
        browser.awaitText("#connection", "Live");
        browser.awaitGone("#token");
        browser.awaitText("#welcome", "No application is registered yet");
        browser.awaitText("#welcome", "<version>" + version(empty) + "</version>");
        browser.assertAccessible("the first steps");
        browser.picture("first-steps-light-1440");
        assertThat(browser.has("#loopback")).isFalse();

        register(empty, "orders", "orders-1");

        browser.awaitText(".totals .figure", "1 in 1 service");
        assertThat(browser.shows("#welcome")).isFalse();
        assertThat(neverReloaded()).isTrue();
    }

    @Test
    void whoeverOnlyLooksIsToldWhyAndMaySignIn() {
        RegistryProcess shown = readable.join();
        register(shown, "orders", "orders-1");
        open(shown, "#/instances?open=orders/orders-1");
        browser.awaitText("#drawer .actions", "You are looking only");
        assertThat(browser.has("[data-action]")).isFalse();

        browser.click("#drawer .actions button");
        browser.fill("#token", TOKEN);
        browser.leaveAndComeBack();
        browser.awaitText("#connection", "Live");
        browser.type(Keys.ENTER);
        browser.awaitShown("#drawer [data-action=Drain]");
    }

    @Test
    void whatHappensToAnInstanceShowsWithoutAReload() {
        register(registry, "orders", "orders-0");
        open(registry, "#/services/orders");
        browser.awaitText(row("orders-0"), "Up");
        assertThat(fastestAppearanceMillis("orders-1", "orders-2", "orders-3")).isLessThan(1_000);
        browser.awaitText(".service-sentence", "4 instances of 4 can be called");

        registry.call("PUT", "orders", "orders-1/status", "{\"status\":\"DRAINING\"}");
        browser.awaitText(row("orders-1"), "Draining");

        registry.call(
                "PUT",
                "orders",
                "orders-2/override",
                "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk replacement\"}");
        browser.awaitText(row("orders-2"), "Out of service");
        browser.awaitText(row("orders-2"), "disk replacement");
        browser.awaitText(".service-sentence", "2 instances of 4 can be called");

        registry.call("DELETE", "orders", "orders-1", null);
        browser.awaitGone(row("orders-1"));
        browser.awaitText(".service-sentence", "2 instances of 3 can be called");
        assertThat(neverReloaded()).isTrue();
    }

    @Test
    void killedInstanceTurnsDownAndTheOverviewNamesIt() throws IOException {
        register(registry, "shipping", "shipping-1");
        registry.call(
                "PUT",
                "shipping",
                "shipping-2",
                "{\"host\":\"127.0.0.1\",\"port\":1,\"ttlSeconds\":120,\"session\":\"shipping-session\"}");
        ClientProcess process = ClientProcess.watching(registry, "shipping-session", "orders");
        open(registry, "");
        browser.awaitText("h1", "Overview");
        assertThat(browser.has("[data-concern=shipping]")).isFalse();

        process.kill();

        browser.awaitText("[data-concern=shipping]", "1 down of 2 instances");
        browser.visit("#/instances?q=status:down service:shipping&open=shipping/shipping-2");
        browser.awaitText(row("shipping-2"), "Down");
        browser.awaitText("#drawer", "Callers may not choose it.");
        browser.awaitText("#drawer", "connection refused");
        browser.awaitText("#drawer .events", "suspected");

        browser.click("[data-action='Remove from the list']");
        browser.click("dialog [type=submit]");
        browser.awaitGone("dialog");
        browser.awaitText(".no-match", "Nothing matches");
        browser.awaitText("#drawer", "It is not listed.");
        browser.awaitText("#drawer .events", "left");
    }

    @Test
    void addressCarriesWhatIsSeen() {
        register(registry, "pricing", "pricing-1");
        register(registry, "pricing", "pricing-2");
        open(registry, "#/services");
        browser.click("[data-service=pricing] a");
        browser.awaitText(row("pricing-1"), "Up");
        browser.fill(".filter-line input", "id:pricing-2");
        browser.awaitGone(row("pricing-1"));
        browser.click(row("pricing-2"));
        browser.awaitText("#drawer h2", "pricing-2");
        assertThat(browser.address()).endsWith("#/services/pricing?q=id%3Apricing-2&open=pricing%2Fpricing-2");

        browser.reload();
        browser.awaitText("#drawer h2", "pricing-2");
        assertThat(browser.has(row("pricing-1"))).isFalse();

        browser.back();
        browser.awaitGone("#drawer");
        browser.back();
        browser.awaitText("h1", "Services");
    }

    @Test
    void keyIsFoundFromAnywhere() {
        register(registry, "catalog", "catalog-1");
        register(registry, "catalog", "catalog-2");
        open(registry, "#/events");
        browser.awaitText(".events", "catalog-2");

        browser.type("/");
        browser.type("catalog customer-42");
        browser.awaitText("#found", "Key “customer-42” in catalog");
        browser.type(Keys.ENTER);

        browser.awaitText("h1", "Ring of catalog");
        browser.awaitText(".answer", "owns the key");
        String owner = browser.text(".answer li:first-child .id");
        assertThat(registry.send("GET", "/v1/services/catalog/route?key=customer-42", null)
                        .body())
                .containsPattern("\"owner\":\\{[^{]*\"id\":\"" + owner + "\"");

        browser.click("[data-share=catalog-1] button");
        browser.awaitText(".ring-figures", "of keys move");
        assertThat(browser.text(".ring-figures"))
                .contains(percent(numberIn("/v1/services/catalog/ring?without=catalog-1", "moves")));
        browser.awaitText("[data-share=catalog-2]", "+");
    }

    @Test
    void drainIsAskedForAndFollowedByTheKeyboardAlone() throws IOException {
        register(registry, "stock", "stock-1");
        register(registry, "stock", "stock-2");
        try (ClientProcess quick = ClientProcess.watching(registry, "quick-subscriber", "stock");
                ClientProcess slow = ClientProcess.watching(registry, "slow-subscriber", "stock")) {
            open(registry, "");
            browser.awaitText("h1", "Overview");
            browser.type("/");
            browser.type("stock-1");
            browser.awaitText("#found", "stock-1");
            browser.type(Keys.ENTER);
            browser.awaitText("#drawer", "Callers may choose it.");

            browser.tabTo("[data-action=Drain]");
            browser.type(Keys.ENTER);
            browser.awaitText(".effect", "1 of 2 instances can still be called");
            browser.assertAccessible("the question before an action");
            browser.picture("dialog-light-1440");
            browser.type("kernel update");
            browser.type(Keys.ENTER);

            browser.awaitText("#drawer .status", "Draining");
            quick.acknowledge();
            browser.awaitText(".progress", "1 of 2 subscribers have acknowledged");
            browser.awaitText(".progress", "waiting for slow-subscriber");
            browser.picture("drain-light-1440");
            slow.acknowledge();
            browser.awaitText(".progress", "All 2 subscribers leave it out");
            assertThat(instance("stock", "stock-1")).contains("\"reason\":\"kernel update\"", "\"expiresAt\"");

            browser.tabTo("#toasts button");
            browser.type(Keys.ENTER);
            browser.awaitText("#drawer .drawer-head", "Up");
            browser.awaitText("#toasts", "as before");
            assertThat(instance("stock", "stock-1")).doesNotContain("\"override\"");
        }
    }

    @Test
    void severalAreTakenOutTogetherAndReturned() {
        register(registry, "search", "search-1");
        register(registry, "search", "search-2");
        register(registry, "search", "search-3");
        open(registry, "#/services/search");
        browser.awaitText(row("search-3"), "Up");
        browser.click(row("search-1") + " input");
        browser.click(row("search-2") + " input");
        browser.click(".selection [data-action='Take out of service']");
        browser.fill("#action-reason", "rack move");
        browser.click("dialog [type=submit]");
        assertThat(browser.shows("dialog")).isTrue();
        browser.fill("#action-typed", "search");
        browser.click("dialog [type=submit]");
        browser.awaitText(row("search-1"), "Out of service");
        browser.awaitText(row("search-2"), "Out of service");
        browser.awaitText(".service-sentence", "1 instance of 3 can be called");

        browser.click(".selection [data-action='Return to service']");
        browser.click("dialog [type=submit]");
        browser.awaitText(".service-sentence", "3 instances of 3 can be called");
    }

    @Test
    void weightIsChangedAndTheRingSaysSo() {
        register(registry, "media", "media-1");
        register(registry, "media", "media-2");
        open(registry, "#/ring/media?open=media/media-1");
        browser.awaitText("[data-share=media-1]", "%");
        browser.click("[data-action='Change weight']");
        browser.fill("#action-weight", "3");
        browser.fill("#action-reason", "larger machine");
        browser.click("dialog [type=submit]");
        browser.awaitText("#drawer", "3, it claims 1");
        browser.awaitText("[data-share=media-1]", percent(numberIn("/v1/services/media/ring", "share")));
    }

    @Test
    void restartedRegistryShowsNewChangesAndThePictureStaysMeanwhile() {
        register(registry, "billing", "billing-1");
        open(registry, "#/services/billing");
        browser.awaitText(row("billing-1"), "Up");

        registry.stop();
        browser.awaitText("#disconnected", "Disconnected since");
        assertThat(browser.text("#connection")).startsWith("Disconnected");
        assertThat(browser.text(row("billing-1"))).contains("Up");
        browser.assertAccessible("the last picture");
        browser.picture("disconnected-light-1440");

        registry.start();
        browser.awaitText("#connection", "Live");
        register(registry, "billing", "billing-2");
        browser.awaitText(row("billing-2"), "Up");
        browser.awaitGone(row("billing-1"));
        assertThat(browser.has("#disconnected")).isFalse();
        assertThat(neverReloaded()).isTrue();
    }

    @Test
    void emptyListOfARestartedRegistryIsFollowedByWhatRegistersNext() {
        register(registry, "gifts", "gifts-1");
        open(registry, "#/services/gifts");
        browser.awaitText(row("gifts-1"), "Up");

        browser.fail("*/v1/watch*");
        try {
            registry.stop();
            registry.start();
            Awaitility.await("the registry believes its own list")
                    .until(() ->
                            registry.send("GET", "/v1/cluster", null).body().contains("\"settled\":true"));
        } finally {
            browser.fail();
        }
        browser.awaitText("#welcome", "No application is registered yet");

        register(registry, "gifts", "gifts-2");
        browser.awaitText(row("gifts-2"), "Up");
        assertThat(browser.has(row("gifts-1"))).isFalse();
    }

    @Test
    void whatRegistersWhileAnotherPageIsSeenIsListed() {
        register(registry, "stock", "stock-1");
        open(registry, "#/instances?q=service:stock");
        browser.awaitText(row("stock-1"), "Up");
        browser.visit("#/nodes");
        browser.awaitText("h1", "Nodes");

        String known = browser.text("[data-page=instances] .number");
        register(registry, "stock", "stock-2");
        browser.awaitText("[data-page=instances] .number", String.valueOf(Integer.parseInt(known) + 1));
        browser.visit("#/instances?q=service:stock");
        browser.awaitText(row("stock-2"), "Up");
    }

    @Test
    void whileTheListIsOnItsWayItsShapesAreShown() {
        browser.hold("*/v1/watch*");
        try {
            browser.load(registry.page() + "#/services");
            browser.awaitShown("#loading .card");
            assertThat(browser.text("#connection")).isEqualTo("Connecting");
            assertThat(browser.text("h1")).isEqualTo("Services");
            browser.assertAccessible("loading");
            browser.picture("loading-light-1440");
            browser.show(1440, "dark");
            browser.picture("loading-dark-1440");
        } finally {
            browser.show(1440, "light");
            browser.letGo();
        }
        browser.awaitText("#connection", "Live");
        browser.awaitGone("#loading");
    }

    @Test
    void whatCannotBeReadIsSaidAndAskedAgain() {
        register(registry, "audit", "audit-1");
        browser.fail("*/v1/events*", "*/v1/cluster*", "*/v1/services/audit/ring*");
        try {
            open(registry, "#/nodes");
            browser.awaitText("#page .problem", "The nodes could not be asked");
            browser.visit("#/ring/audit");
            browser.awaitText("#page", "No answer: The registry cannot be reached.");
            browser.visit("#/events");
            browser.awaitText("#page .notice", "The history could not be read");
            browser.assertAccessible("an error");
            browser.picture("error-light-1440");
            browser.show(390, "dark");
            browser.assertFits("an error on a phone");
            browser.picture("error-dark-390");
        } finally {
            browser.show(1440, "light");
            browser.fail();
        }
        register(registry, "audit", "audit-2");
        browser.awaitText("#page .events", "audit-2");
        browser.awaitGone("#page .notice");
    }

    @Test
    void servicesThatFellSilentTogetherAreProtectedAndThePageSaysWhy() {
        for (int i = 1; i <= 8; i++) {
            registry.call("PUT", "gateway", "gateway-" + i, silent(registry.port(), i <= 6 ? 1 : 0));
        }
        open(registry, "");
        browser.awaitText("[data-concern=gateway]", "6 suspect of 8 instances");
        browser.awaitText("[data-concern=gateway]", "Protected: 6 of 6 sessions are silent");
        browser.assertAccessible("what is protected");
        browser.picture("protected-overview-light-1440");
        browser.visit("#/services");
        browser.awaitText("[data-service=gateway] .counts", "protected");
        browser.visit("#/services/gateway");
        browser.awaitText(".service-page .notice", "6 instances would have left without it");
        browser.assertAccessible("a protected service");
        browser.picture("protected-light-1440");
        browser.show(1440, "dark");
        browser.assertReadable("a protected service in the dark");
        browser.picture("protected-dark-1440");
        browser.show(390, "light");
        browser.assertFits("a protected service on a phone");
        browser.picture("protected-light-390");
        browser.show(1440, "light");

        for (int i = 1; i <= 6; i++) {
            registry.call("PUT", "gateway", "gateway-" + i, silent(registry.port(), 0));
        }
        browser.awaitText(".service-sentence", "8 instances of 8 can be called");
        browser.awaitGone(".service-page .notice");
    }

    /** Nodes that run agree within seconds, so their answer is changed on its way. */
    @Test
    void nodesThatDisagreeAreNamedOnEveryPage() {
        RegistryProcess first = nodes.get(0).join();
        nodes.get(1).join();
        open(first, "#/nodes");
        browser.awaitText("#agreement", "2 nodes, in agreement");
        assertThat(browser.has("#disagreeing")).isFalse();

        browser.script(LET_NODES_DISAGREE);

        browser.awaitText("#disagreeing", "2 nodes, not in agreement for");
        browser.awaitText("#agreement", "2 nodes, not in agreement for");
        browser.awaitText(".plain-table", "Differs for");
        browser.awaitText("#rail-nodes", "differs");
        browser.assertAccessible("nodes that disagree");
        browser.picture("disagreement-light-1440");
        browser.show(1440, "dark");
        browser.assertReadable("nodes that disagree in the dark");
        browser.picture("disagreement-dark-1440");
        browser.show(390, "light");
        browser.assertFits("nodes that disagree on a phone");
        browser.picture("disagreement-light-390");
        browser.show(1440, "light");
        browser.visit("#/");
        browser.awaitText(".tiles", "Not in agreement for");
        browser.picture("disagreement-overview-light-1440");
    }

    @Test
    void registryWithoutATokenSaysThatItIsOpenToThisMachineOnly() {
        open(registry, "");
        browser.awaitText("#loopback", "Open to this machine only");
        assertThat(registry.send("GET", "/", null).headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'"));
    }

    @Test
    void everyPageIsForEverybodyInLightAndDarkOnDeskAndPhone() throws IOException {
        RegistryProcess first = nodes.get(0).join();
        nodes.get(1).join();
        try (ClientProcess gateway = ClientProcess.watching(first, "gateway-session", "cart")) {
            Fleet.register(first);
            gateway.acknowledge();
            open(first, "");
            browser.awaitText("#rail-nodes", "Nodes, in agreement");
            browser.click("#loopback button");
            look("overview", "#/", ".attention");
            look("services", "#/services", ".services");
            look("service", "#/services/payment-gateway", row("payment-gateway-2"));
            look("subscribers", "#/services/cart/watchers", ".plain-table tbody");
            look("instances", "#/instances", row("payment-gateway-1"));
            look("instance", "#/instances?q=service:cart&open=cart/cart-3", "#drawer .facts .mono");
            look("ring", "#/ring/cart?key=customer-42", ".answer li");
            look("leaving", "#/ring/cart?mode=leave&id=cart-3", ".chord");
            look("events", "#/events", ".events-page .events li");
            look("nodes", "#/nodes", ".plain-table tbody");
        } finally {
            browser.show(1440, "light");
        }
        if (Boolean.getBoolean("docs.update")) {
            Files.copy(
                    Path.of("target", "screenshots", "overview-light-1440.png"),
                    Path.of("..", "docs", "images", "page.png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The pictures are for people; what a program can see is asserted. */
    private static void look(String name, String hash, String awaited) {
        browser.show(1440, "light");
        browser.visit(hash);
        browser.awaitShown(awaited);
        browser.assertAccessible(name);
        browser.picture(name + "-light-1440");
        browser.show(1440, "dark");
        browser.assertReadable(name + " in the dark");
        browser.picture(name + "-dark-1440");
        browser.show(390, "light");
        browser.assertFits(name + " on a phone");
        browser.picture(name + "-light-390");
    }

    /** Starts a node of a registry of two. */
    private static RegistryProcess node(String name, int[] ports, int own) {
        RegistryProcess node = RegistryProcess.of(
                List.of("-Xmx96m"),
                List.of(
                        "--ringmaster.server.cluster.nodes=127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1],
                        "--ringmaster.server.cluster.port=" + ports[own],
                        "--ringmaster.server.cluster.name=" + name,
                        "--ringmaster.server.journal.enabled=false"));
        node.start();
        return node;
    }

    /** An instance whose port answers and that nobody hears of; with 0 it need not be heard of. */
    private static String silent(int port, int ttlSeconds) {
        return String.format(
                Locale.ROOT,
                "{\"host\":\"127.0.0.1\",\"port\":%d,\"zone\":\"eu-west-1b\",\"ttlSeconds\":%d}",
                port,
                ttlSeconds);
    }

    private static void open(RegistryProcess shown, String hash) {
        browser.open(shown.page() + hash);
        browser.script(NOTE_APPEARANCES);
    }

    private static String version(RegistryProcess asked) {
        String info = asked.send("GET", "/actuator/info", null).body();
        return info.replaceAll("(?s).*\"version\":\"([^\"]+)\".*", "$1");
    }

    private static boolean neverReloaded() {
        return Boolean.TRUE.equals(browser.script("return window.appeared !== undefined"));
    }

    private static String instance(String service, String id) {
        return registry.send("GET", "/v1/services/" + service + "/instances/" + id, null)
                .body();
    }

    /** Returns the first number of that name in an answer. */
    private static double numberIn(String path, String member) {
        String body = registry.send("GET", path, null).body();
        return Double.parseDouble(body.replaceFirst("(?s).*?\"" + member + "\":([0-9.]+).*", "$1"));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f", 100 * part);
    }

    /** The best of three, because a busy machine may stall any single one. */
    private static long fastestAppearanceMillis(String... ids) {
        long fastest = Long.MAX_VALUE;
        for (String id : ids) {
            long sent = System.currentTimeMillis();
            register(registry, "orders", id);
            browser.awaitShown(row(id));
            Object appeared = browser.script("return window.appeared[arguments[0]]", id);
            fastest = Math.min(fastest, ((Number) appeared).longValue() - sent);
        }
        return fastest;
    }

    /** Nothing listens there, so nobody is to ask. */
    private static void register(RegistryProcess at, String service, String id) {
        int port = 8080 + Integer.parseInt(id.substring(id.length() - 1));
        at.call(
                "PUT",
                service,
                id,
                String.format(
                        Locale.ROOT,
                        "{\"host\":\"127.0.0.1\",\"port\":%d,\"ttlSeconds\":120,\"check\":{\"type\":\"none\"}}",
                        port));
    }

    private static String row(String id) {
        return "[data-instance='" + id + "']";
    }
}
