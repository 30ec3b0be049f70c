package io.ringmaster.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.core.io.ClassPathResource;

/** A real browser, as a person in front of it uses it: looks, waits until something shows, clicks, types. */
final class Browser implements AutoCloseable {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File CHROMEDRIVER = new File("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String AXE = "/axe.min.js";

    /** Generous, since it bounds only how long a broken page takes to fail. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** WCAG 2.2 AA and what is good practice. */
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** Every violation as one line. */
    private static final String FIND_VIOLATIONS = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0], rules: {'color-contrast': {enabled: arguments[1]}}})
              .then((found) => done(found.violations.flatMap((rule) =>
                rule.nodes.map((node) => rule.id + ': ' + node.target.join(' ') + ' ' + node.failureSummary))))
              .catch((failure) => done(['axe failed: ' + failure]));
            """;

    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens one, or skips the test and says why. */
    static Browser openOrSkip() {
        if (!CHROMIUM.canExecute() || !CHROMEDRIVER.canExecute()) {
            String reason = "PageIT is skipped: it needs " + CHROMIUM + " and " + CHROMEDRIVER + ".";
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        // It warns of a DevTools version that is not used here.
        SELENIUM.setLevel(Level.SEVERE);
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
                "--disable-sync",
                "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(CHROMEDRIVER)
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.show(1440, "light");
        return browser;
    }

    /** Gives the window a width, and the system a colour scheme. */
    void show(int width, String scheme) {
        int height = width < 500 ? 844 : 900;
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Loads a page anew, whatever was open. */
    void open(String url) {
        load(url);
        await(
                "connected to the registry",
                () -> !text("#connection").startsWith("Connecting")
                        && !text("#connection").isEmpty());
    }

    /** Loads a page anew and does not wait for what it asks for. */
    void load(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    /** Holds requests to such an address, as if the answer took its time. */
    void hold(String pattern) {
        driver.executeCdpCommand("Fetch.enable", Map.of("patterns", List.of(Map.of("urlPattern", pattern))));
    }

    /** Lets go what was held. */
    void letGo() {
        driver.executeCdpCommand("Fetch.disable", Map.of());
    }

    /** Lets requests to such addresses fail; none that fail when there are no patterns. */
    void fail(String... patterns) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    /** Goes to another address of the page that is open, as a link does. */
    void visit(String hash) {
        script("location.hash = arguments[0]", hash);
    }

    /** The page is left and shown again, as when one looks at another one meanwhile: it connects anew. */
    void leaveAndComeBack() {
        script("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))");
    }

    void back() {
        driver.navigate().back();
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    /** Runs a script that ends by calling its last argument with numbers. */
    List<Double> numbers(String code, Object... arguments) {
        return ((List<?>) Objects.requireNonNull(driver.executeAsyncScript(code, arguments)))
                .stream().map(each -> ((Number) each).doubleValue()).toList();
    }

    /** Runs a script in each page that is loaded from now on, before its own. */
    void beforeEachPage(String code) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", code));
    }

    /** What the browser has counted, by its own names; times are in seconds of the processor. */
    Map<String, Double> metrics() {
        driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
        Map<String, Double> metrics = new HashMap<>();
        for (Object each : (List<?>)
                driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics")) {
            Map<?, ?> metric = (Map<?, ?>) each;
            metrics.put((String) metric.get("name"), ((Number) metric.get("value")).doubleValue());
        }
        return metrics;
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    boolean shows(String selector) {
        return has(selector) && find(selector).isDisplayed();
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void click(String selector) {
        await(selector + " can be clicked", () -> find(selector).isDisplayed());
        find(selector).click();
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void fill(String selector, String value) {
        await(selector + " can be filled", () -> find(selector).isDisplayed());
        find(selector).clear();
        find(selector).sendKeys(value);
    }

    /** Moves the focus on by Tab until it is where it should be. */
    void tabTo(String selector) {
        for (int i = 0; i < 60; i++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            type(Keys.TAB);
        }
        throw new AssertionError(selector + " cannot be reached by the Tab key");
    }

    void awaitText(String selector, String expected) {
        await("'" + expected + "' in " + selector, () -> text(selector).contains(expected));
    }

    void awaitShown(String selector) {
        await(selector + " is there", () -> find(selector).isDisplayed());
    }

    void awaitGone(String selector) {
        await(selector + " is gone", () -> !shows(selector));
    }

    private void await(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .withMessage(what)
                .until(page -> {
                    try {
                        return condition.getAsBoolean();
                    } catch (NoSuchElementException | StaleElementReferenceException e) {
                        return false;
                    }
                });
    }

    /** Keeps a picture of the window, for people to look at. */
    Path picture(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            return Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing that keeps anybody out, and nothing wider than the window. */
    void assertAccessible(String what) {
        assertUsable(what, true);
    }

    /** The same without the contrast of texts, which is the slowest to find out, for what was looked at in another size. */
    void assertFits(String what) {
        assertUsable(what, false);
    }

    private void assertUsable(String what, boolean contrast) {
        assertRules(what, RULES, contrast);
        assertThat(script("return document.documentElement.scrollWidth - window.innerWidth"))
                .as("pixels that " + what + " is wider than the window")
                .isEqualTo(0L);
    }

    /** The contrast of every text, for a page that was looked at already in other colours. */
    void assertReadable(String what) {
        assertRules(what, List.of("color-contrast"), true);
    }

    private void assertRules(String what, List<String> rules, boolean contrast) {
        if (!Boolean.TRUE.equals(script("return window.axe !== undefined"))) {
            driver.executeScript(axe());
        }
        assertThat((List<?>) driver.executeAsyncScript(FIND_VIOLATIONS, rules, contrast))
                .as(what)
                .isEmpty();
    }

    /** What the console complains of, apart from answers and connections that were refused. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            String message = entry.getMessage();
            if (!message.contains("net::ERR_") && !message.contains("responded with a status of 4")) {
                complaints.add(message);
            }
        }
        return complaints;
    }

    private static String axe() {
        try {
            return new ClassPathResource(AXE).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
