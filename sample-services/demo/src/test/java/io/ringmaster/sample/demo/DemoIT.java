package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The demo as {@code run-demo} runs it, and what is left of it when it ends: nothing. */
class DemoIT {

    private Path output;
    private Process demo;

    @BeforeEach
    void nameTheOutput(TestInfo test) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "demo-it-logs"));
        output = folder.resolve(test.getTestMethod().orElseThrow().getName() + ".txt");
    }

    @AfterEach
    void endTheDemo() {
        demo.destroyForcibly();
    }

    @Test
    void everyClaimOfTheStoryHolds() throws Exception {
        start("--once", "--inventories=2", "--eureka");

        assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).contains("claims held");
        assertThat(demo.exitValue()).isZero();
    }

    @Test
    void everyClaimOfTheStoryOfMutualTlsHolds() throws Exception {
        start("--once", "--secure");

        assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).contains("claims held");
        assertThat(demo.exitValue()).isZero();
    }

    @Test
    void askedToStopItStopsWhatItStarted() throws Exception {
        start();
        List<ProcessHandle> children = awaitChildren();

        demo.destroy();

        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertAllEnd(children);
    }

    @Test
    void killedItTakesWhatItStartedWithIt() throws Exception {
        assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
        start();
        List<ProcessHandle> children = awaitChildren();

        demo.destroyForcibly();

        assertAllEnd(children);
    }

    private void start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                Path.of("target", "demo.jar").toString(),
                "--home=" + Path.of("..", "..").toAbsolutePath().normalize()));
        command.addAll(List.of(options));
        demo = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Waits for the registry and at least one application. */
    private List<ProcessHandle> awaitChildren() {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> demo.descendants().toList(), children -> children.size() >= 2);
    }

    private static void assertAllEnd(List<ProcessHandle> children) {
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
