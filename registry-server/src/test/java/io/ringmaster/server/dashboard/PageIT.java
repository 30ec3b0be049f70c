package io.ringmaster.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringmaster.server.RegistryProcess;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser, against the packaged registry as a real process. Skipped where there is no Chromium. */
class PageIT {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File CHROMEDRIVER = new File("/usr/bin/chromedriver");
    private static final String TOKEN = "a-token-of-enough-characters";

    /** Generous, since it bounds only how long a broken page takes to fail. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Notes when each row appeared, by the wall clock that the test reads too. */
    private static final String NOTE_APPEARANCES = """
            window.appeared = {};
            new MutationObserver(() => document.querySelectorAll('tr[data-instance]').forEach((row) => {
              window.appeared[row.dataset.instance] ??= Date.now();
            })).observe(document.body, {subtree: true, childList: true});
            """;

    private static ChromeDriver browser;

    /** Shared, since a start is the slowest part: each test has a service of its own. */
    private static RegistryProcess registry;

    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @BeforeAll
    static void openBrowserAndRegistry() {
        if (!CHROMIUM.canExecute() || !CHROMEDRIVER.canExecute()) {
            String reason = "PageIT is skipped: it needs " + CHROMIUM + " and " + CHROMEDRIVER + ".";
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        // It warns of a DevTools version that is not used here.
        SELENIUM.setLevel(Level.SEVERE);
        registry = RegistryProcess.started(null);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(CHROMEDRIVER)
                .usingAnyFreePort()
                .build();
        browser = new ChromeDriver(service, options);
        browser.manage().window().setSize(new Dimension(1440, 900));
    }

    @AfterAll
    static void closeBrowserAndRegistry() {
        if (browser != null) {
            browser.quit();
        }
        if (registry != null) {
            registry.close();
        }
    }

    /** A refused connection and a refused token are what these tests are about; a policy violation or an error is not. */
    @AfterEach
    void theConsoleHasNoComplaint() {
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
            if (!entry.getMessage().contains("net::ERR_") && !entry.getMessage().contains("status of 401")) {
                complaints.add(entry.getMessage());
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void emptyRegistryShowsTheFirstStepsOnceTheTokenIsGiven() {
        try (RegistryProcess secured = RegistryProcess.started(TOKEN)) {
            open(secured);
            awaitText("#sign-in", "asks for a token");

            browser.findElement(By.id("token")).sendKeys("a-token-that-nobody-gave", Keys.ENTER);
            awaitText("#sign-in .problem", "refused");

            WebElement token = browser.findElement(By.id("token"));
            token.clear();
            token.sendKeys(TOKEN, Keys.ENTER);
            awaitText("#connection", "Live");
            awaitGone("#token");
            awaitText("#welcome", "No application is registered yet");
            awaitText("#welcome", "<version>" + version(secured) + "</version>");
            assertThat(browser.findElement(By.id("services")).isDisplayed()).isFalse();
            assertThat(browser.findElements(By.id("loopback"))).isEmpty();

            register(secured, "orders", "orders-1");

            awaitText("#services", "orders-1");
            assertThat(browser.findElement(By.id("welcome")).isDisplayed()).isFalse();
            assertThat(neverReloaded()).isTrue();
        }
    }

    @Test
    void whatHappensToAnInstanceShowsWithoutAReload() {
        open(registry);
        assertThat(fastestAppearanceMillis("orders-1", "orders-2", "orders-3")).isLessThan(1_000);
        awaitText("[data-service=orders] .up-of", "3 of 3 up");

        registry.call("PUT", "orders", "orders-1/status", "{\"status\":\"DRAINING\"}");
        awaitText(row("orders-1"), "Draining");

        registry.call(
                "PUT",
                "orders",
                "orders-2/override",
                "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk replacement\"}");
        awaitText(row("orders-2"), "Out of service");
        assertThat(text(row("orders-2"))).contains("disk replacement");
        awaitText("[data-service=orders] .up-of", "1 of 3 up");

        registry.call("DELETE", "orders", "orders-1", null);
        awaitGone(row("orders-1"));
        awaitText("[data-service=orders] .up-of", "1 of 2 up");
        assertThat(neverReloaded()).isTrue();
    }

    @Test
    void filterAndKeyBoxAnswer() {
        register(registry, "pricing", "pricing-1");
        register(registry, "pricing", "pricing-2");
        open(registry);
        awaitText("#services", "pricing-2");

        browser.findElement(By.id("key-pricing")).sendKeys("customer-42", Keys.ENTER);
        awaitText("[data-service=pricing] .answer", "owns the key");
        String answer = registry.send("GET", "/v1/services/pricing/route?key=customer-42", null)
                .body();
        String owner = text("[data-service=pricing] .answer li:first-child code");
        assertThat(answer).containsPattern("\"owner\":\\{[^{]*\"id\":\"" + owner + "\"");

        browser.findElement(By.tagName("h1")).click();
        browser.switchTo().activeElement().sendKeys("/");
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("filter");
        browser.switchTo().activeElement().sendKeys("pricing-2");
        awaitGone(row("pricing-1"));
        assertThat(browser.getCurrentUrl()).endsWith("#filter=pricing-2");

        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        awaitText("#services", "pricing-1");
    }

    @Test
    void restartedRegistryShowsNewChangesAndThePictureStaysMeanwhile() {
        register(registry, "billing", "billing-1");
        open(registry);
        awaitText(row("billing-1"), "Up");

        registry.stop();
        awaitText("#disconnected", "Disconnected since");
        assertThat(text("#connection")).startsWith("Disconnected since");
        assertThat(text(row("billing-1"))).contains("Up");

        registry.start();
        awaitText("#connection", "Live");
        register(registry, "billing", "billing-2");
        awaitText(row("billing-2"), "Up");
        awaitGone(row("billing-1"));
        assertThat(browser.findElements(By.id("disconnected"))).isEmpty();
        assertThat(neverReloaded()).isTrue();
    }

    @Test
    void registryWithoutATokenSaysThatItIsOpenToThisMachineOnly() {
        open(registry);
        awaitText("#loopback", "Open to this machine only");
        assertThat(registry.send("GET", "/", null).headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'"));
    }

    private static void open(RegistryProcess shown) {
        browser.get(shown.page());
        browser.executeScript(NOTE_APPEARANCES);
        new WebDriverWait(browser, PATIENCE).until(page -> !text("#connection").startsWith("Connecting"));
    }

    private static String version(RegistryProcess asked) {
        String info = asked.send("GET", "/actuator/info", null).body();
        return info.replaceAll("(?s).*\"version\":\"([^\"]+)\".*", "$1");
    }

    private static boolean neverReloaded() {
        return Boolean.TRUE.equals(browser.executeScript("return window.appeared !== undefined"));
    }

    /** The best of three, because a busy machine may stall any single one. */
    private static long fastestAppearanceMillis(String... ids) {
        long fastest = Long.MAX_VALUE;
        for (String id : ids) {
            long sent = System.currentTimeMillis();
            register(registry, "orders", id);
            awaitText("#services", id);
            Object appeared = browser.executeScript("return window.appeared[arguments[0]]", id);
            fastest = Math.min(fastest, ((Number) appeared).longValue() - sent);
        }
        return fastest;
    }

    private static void register(RegistryProcess at, String service, String id) {
        int port = 8080 + Integer.parseInt(id.substring(id.length() - 1));
        at.call(
                "PUT",
                service,
                id,
                String.format(Locale.ROOT, "{\"host\":\"127.0.0.1\",\"port\":%d,\"ttlSeconds\":120}", port));
    }

    private static String row(String id) {
        return "tr[data-instance='" + id + "']";
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static void awaitText(String selector, String expected) {
        ExpectedCondition<Boolean> shown = page -> {
            try {
                return text(selector).contains(expected);
            } catch (NoSuchElementException | StaleElementReferenceException e) {
                return false;
            }
        };
        new WebDriverWait(browser, PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .withMessage(() -> "'" + expected + "' in " + selector)
                .until(shown);
    }

    private static void awaitGone(String selector) {
        new WebDriverWait(browser, PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .withMessage(() -> selector + " is gone")
                .until(page -> page.findElements(By.cssSelector(selector)).isEmpty());
    }
}
