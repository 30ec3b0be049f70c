package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTests {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void barShowsTheActualShareAndMarksTheIdealOne() {
        terminal(StandardCharsets.UTF_8, false).bars(Shares.of(Map.of("a", 1, "b", 3), Map.of("a", 0.5, "b", 0.5)));

        assertThat(lines(StandardCharsets.UTF_8))
                .satisfiesExactly(
                        a -> assertThat(a)
                                .contains("a ")
                                .contains("25.0 % of the calls")
                                .contains("50.0 % of the ring"),
                        b -> assertThat(b).contains("█|█").contains("75.0 % of the calls"));
    }

    @Test
    void asciiTerminalGetsAsciiOnly() {
        Terminal terminal = terminal(StandardCharsets.US_ASCII, false);
        terminal.claim(true, "it works");
        terminal.bars(Shares.of(Map.of("a", 1), Map.of("a", 1.0)));

        assertThat(lines(StandardCharsets.US_ASCII)).noneMatch(line -> line.contains("?"));
    }

    @Test
    void colorsAreWrittenOnlyWhereAskedFor() {
        terminal(StandardCharsets.UTF_8, false).claim(true, "it works");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");

        terminal(StandardCharsets.UTF_8, true).claim(true, "it works");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\u001b[32m");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        Terminal terminal = terminal(StandardCharsets.UTF_8, false);
        String wide = "x".repeat(300);
        terminal.line("%s", wide);
        terminal.claim(false, wide);
        terminal.table(List.of("A", "B"), List.of(List.of(wide, wide)));

        assertThat(lines(StandardCharsets.UTF_8)).hasSize(4).allMatch(line -> line.length() <= 100);
    }

    @Test
    void nothingFollowsTheLastLine() {
        Terminal terminal = terminal(StandardCharsets.UTF_8, false);
        terminal.lastLine("Stopping");
        terminal.line("late");

        assertThat(lines(StandardCharsets.UTF_8)).endsWith("   Stopping");
    }

    private Terminal terminal(Charset charset, boolean color) {
        return new Terminal(new PrintStream(bytes, true, charset), charset, color);
    }

    private List<String> lines(Charset charset) {
        return bytes.toString(charset).lines().toList();
    }
}
