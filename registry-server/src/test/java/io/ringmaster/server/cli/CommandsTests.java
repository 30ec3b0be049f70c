package io.ringmaster.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;
import tools.jackson.databind.json.JsonMapper;

class CommandsTests {

    private static final String TOKEN = "a-token-of-enough-characters";

    private static RunningRegistry server;

    /** What a command left behind. */
    private record Outcome(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    @BeforeAll
    static void start() {
        server = RunningRegistry.start("ringmaster.server.token=" + TOKEN);
        register("inventory", "inventory-1", "{\"host\":\"10.0.0.7\",\"port\":8081,\"zone\":\"a\",\"ttlSeconds\":0}");
        register("inventory", "inventory-2", "{\"host\":\"10.0.0.8\",\"port\":8082,\"ttlSeconds\":0}");
        register(
                "orders", "orders:1", "{\"host\":\"2001:db8::1\",\"port\":8091,\"scheme\":\"https\",\"ttlSeconds\":0}");
        server.clock().advance(Duration.ofMinutes(3));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWordIsACommandAndOptionsAreSettingsOfARegistry() {
        assertThat(Commands.areMeantBy("services")).isTrue();
        assertThat(Commands.areMeantBy("--help")).isTrue();
        assertThat(Commands.areMeantBy()).isFalse();
        assertThat(Commands.areMeantBy("--server.port=8762", "--debug")).isFalse();
    }

    @Test
    void aTokenIsShownWithTheHashByWhichARegistryKnowsItAndIsAnotherOneEachTime() {
        String shown = run("token", "shop").out();
        String token = after(shown, "ringmaster.client.token=");
        assertThat(token).matches("rmt_[A-Za-z0-9_-]{43}");
        assertThat(after(run("token", "shop").out(), "ringmaster.client.token="))
                .isNotEqualTo(token);
        try (RunningRegistry knowing = RunningRegistry.start(
                "ringmaster.server.identities.shop.tokens=" + after(shown, "ringmaster.server.identities.shop.tokens="),
                "ringmaster.server.identities.shop.roles=read")) {
            assertThat(knowing.get("/v1/services", "Authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(200);
            assertThat(knowing.get("/v1/services", "Authorization", "Bearer rmt_another")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aPasswordIsTakenFromTheStandardInputAndShownAsAHash() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("correct horse battery\n".getBytes(StandardCharsets.UTF_8)));
            Outcome shown = run("password", "alice");
            assertThat(shown.out()).doesNotContain("correct horse");
            assertThat(BCrypt.checkpw(
                            "correct horse battery",
                            after(shown.out(), "ringmaster.server.identities.alice.password-hash=")))
                    .isTrue();

            System.setIn(new ByteArrayInputStream("short\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("password", "alice").exitCode()).isEqualTo(2);
        } finally {
            System.setIn(before);
        }
    }

    private static String after(String text, String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servicesAreListedWithTheirStatus() {
        assertThat(run("services").lines())
                .startsWith("SERVICE    INSTANCES  STATUS")
                .contains("inventory  2          2 UP", "orders     1          1 UP");
    }

    @Test
    void instancesAreListedAndNarrowed() {
        assertThat(run("instances", "inventory").lines())
                .containsExactly(
                        "INSTANCE     STATUS  FOR  ENDPOINT       ZONE  WEIGHT  NOTE",
                        "inventory-1  UP      3m   10.0.0.7:8081  a     1",
                        "inventory-2  UP      3m   10.0.0.8:8082  -     1");
        assertThat(run("instances", "inventory", "--zone=a", "--status=UP,DOWN", "--routable")
                        .lines())
                .hasSize(2);
        assertThat(run("instances", "inventory", "--metadata", "version=1").lines())
                .hasSize(1);
        assertThat(run("instances", "orders").out()).contains("https://[2001:db8::1]:8091");
    }

    @Test
    void aKeyIsRoutedWithItsReason() {
        assertThat(run("route", "inventory", "c-17").lines())
                .containsExactly(
                        "inventory-2 owns the key.",
                        "TURN  INSTANCE     NOTE",
                        "1     inventory-2  10.0.0.8:8082",
                        "2     inventory-1");
    }

    @Test
    void anInstanceIsDrainedAndRestored() {
        register("stock", "stock-1", "{\"host\":\"10.0.0.9\",\"port\":8081,\"ttlSeconds\":0}");

        Outcome drained = run("drain", "stock", "stock-1", "--reason=new disk", "--timeout=0");
        assertThat(drained.exitCode()).isZero();
        assertThat(drained.out())
                .isEqualTo(
                        "stock/stock-1 is DRAINING, and nobody chooses it any more (0 callers have acknowledged).\n");
        assertThat(run("instances", "stock").out()).contains("DRAINING").contains("new disk");
        assertThat(run("explain", "stock", "stock-1").exitCode()).isEqualTo(4);
        assertThat(run("route", "stock", "k").exitCode()).isEqualTo(4);

        assertThat(run("restore", "stock", "stock-1").out()).startsWith("Callers may use it");
        Outcome explained = run("explain", "stock", "stock-1");
        assertThat(explained.exitCode()).isZero();
        assertThat(explained.lines().get(0)).isEqualTo("stock/stock-1 at 10.0.0.9:8081 is UP.");
        assertThat(explained.out()).contains("override-ended");
        assertThat(run("events", "stock", "--limit=1").lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("stock/stock-1  override-ended  UP");
    }

    @Test
    void whoHasNotAcknowledgedADrainIsNamed() {
        register("slow", "slow-1", "{\"port\":8081,\"ttlSeconds\":0}");
        server.send(
                "PUT",
                "/v1/sessions/a-session-of-mine",
                "{\"application\":\"caller\"}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + TOKEN);
        try (EventStream watch = EventStream.open(
                server.port(), "/v1/watch?service=slow&session=a-session-of-mine", "Authorization: Bearer " + TOKEN)) {
            watch.upTo("synced");
            Outcome outcome = run("drain", "slow", "slow-1", "--timeout=0");
            assertThat(outcome.exitCode()).isEqualTo(4);
            assertThat(outcome.err()).contains("caller").contains("a-session-of-mine");
        }
    }

    @Test
    void everyCommandThatReadsCanShowTheAnswerAsItIs() {
        for (String[] command : new String[][] {
            {"services"},
            {"instances", "inventory"},
            {"explain", "inventory", "inventory-1"},
            {"route", "inventory", "k"},
            {"events"},
            {"nodes"}
        }) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.add("--json");
            Outcome outcome = run(arguments.toArray(String[]::new));
            assertThat(outcome.exitCode()).as(command[0]).isZero();
            assertThat(new JsonMapper().readTree(outcome.out()).isObject())
                    .as(command[0])
                    .isTrue();
        }
    }

    @Test
    void theNodesSayWhetherTheyAgree() {
        assertThat(run("nodes").lines()).hasSize(3).last().isEqualTo("They agree.");
    }

    @Test
    void whatTheRegistryRefusesIsSaidInItsWords() {
        Outcome outcome = run("route", "nobody", "k");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("never heard of 'nobody'");
        assertThat(outcome.out()).isEmpty();
        assertThat(run("instances", "nobody").exitCode()).isEqualTo(1);
        assertThat(run("drain", "inventory", "nobody").exitCode()).isEqualTo(1);
    }

    @Test
    void theTokenComesFromTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Map<String, String> without = Map.of("RINGMASTER_CLIENT_SERVERS", url());

        Outcome refused = run(without, "services");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("RINGMASTER_CLIENT_TOKEN").contains("--token-file");
        assertThat(run(without, "services", "--token-file=" + file).exitCode()).isZero();
        assertThat(run(without, "services", "--token-file=" + folder).exitCode())
                .isEqualTo(2);
    }

    @Test
    void theFirstServerThatCanBeReachedIsAsked() {
        assertThat(run("services", "--server=http://127.0.0.1:1," + url() + "/").exitCode())
                .isZero();

        Outcome nobody = run("services", "--server=http://127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err())
                .contains("No registry answers at http://127.0.0.1:1")
                .contains("--server");
        assertThat(run("services", "--server=nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsNoCommandIsToldSo() {
        Outcome outcome = run("servces");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("servces").contains("services");
        assertThat(run("instances").exitCode()).isEqualTo(2);
    }

    @Test
    void helpShowsEveryCommandAndExamples() {
        Outcome help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("services", "instances", "explain", "route", "watch", "events", "nodes", "drain", "restore")
                .contains("Examples:", "Exit codes:");
        assertThat(run("drain", "--help").out()).contains("Usage: java -jar registry-server.jar drain");
    }

    @Test
    void aWatchShowsWhoIsListedAndThenWhatHappens() throws Exception {
        register("watched", "w-1", "{\"host\":\"10.0.0.9\",\"port\":8081,\"ttlSeconds\":0}");
        LineQueue lines = new LineQueue();
        Thread watch = new Thread(() -> run(environment(), lines, "watch", "watched"), "watch");
        watch.start();

        assertThat(lines.next()).contains("UP", "watched/w-1", "at 10.0.0.9:8081");
        run("drain", "watched", "w-1", "--reason=new disk", "--timeout=0");
        assertThat(lines.next()).contains("DRAINING", "watched/w-1", "was UP (new disk)");

        lines.close();
        run("restore", "watched", "w-1");
        watch.join(Duration.ofSeconds(30).toMillis());
        assertThat(watch.isAlive()).isFalse();
    }

    private static void register(String service, String id, String json) {
        assertThat(server.send(
                                "PUT",
                                "/v1/services/" + service + "/instances/" + id,
                                json,
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer " + TOKEN)
                        .status())
                .isEqualTo(201);
    }

    private static String url() {
        return "http://localhost:" + server.port();
    }

    private static Map<String, String> environment() {
        return Map.of("RINGMASTER_CLIENT_SERVERS", url(), "RINGMASTER_CLIENT_TOKEN", TOKEN);
    }

    private static Outcome run(String... arguments) {
        return run(environment(), arguments);
    }

    private static Outcome run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Commands.run(
                environment, server.clock(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static int run(Map<String, String> environment, Writer out, String... arguments) {
        return Commands.run(
                environment, server.clock(), new PrintWriter(out, true), new PrintWriter(System.err, true), arguments);
    }
}
