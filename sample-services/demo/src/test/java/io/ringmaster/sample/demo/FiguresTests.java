package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTests {

    private final Figures figures = new Figures();
    private final Fault fault = new KillFault();

    @Test
    void timesAreNamedByTheirRank() {
        IntStream.rangeClosed(1, 100).forEach(i -> figures.took(Duration.ofMillis(i)));

        Finding finding = figures.finding(fault, 100);

        assertThat(List.of(finding.half(), finding.p99(), finding.max())).containsExactly("50 ms", "99 ms", "100 ms");
    }

    @Test
    void oneThatTookTooLongBreaksTheWholePromise() {
        figures.took(Duration.ofMillis(100));
        figures.took(Duration.ofMillis(251));
        figures.promisedWithin(0.99, Duration.ofMillis(250));

        assertThat(figures.finding(fault, 2).verdict()).isEqualTo("NO");
    }

    @Test
    void nothingMeasuredKeepsNoPromise() {
        figures.promisedWithin(0.99, Duration.ofMillis(250));

        assertThat(figures.finding(fault, 0).broken()).containsExactly("Nothing was measured.");
    }

    @Test
    void failedCallIsCountedAndExplained() {
        figures.count(new Replies(List.of(
                new Reply("a", 1, Duration.ofMillis(3), "i1", false, null),
                new Reply("b", 2, Duration.ofMillis(4), null, false, "503"))));
        figures.promisedNoFailure();

        Finding finding = figures.finding(fault, 1);

        assertThat(finding.broken()).containsExactly("1 of 2 calls failed.");
        assertThat(finding.remarks()).singleElement().asString().endsWith("503");
    }

    @Test
    void markdownHasARowForEachFindingAndSaysWhatWasSkipped() {
        String page = FaultTable.markdown(List.of(figures.finding(fault, 1), Finding.skipped(fault, "no network")));

        assertThat(page.lines().filter(line -> line.startsWith("| `kill`"))).hasSize(2);
        assertThat(page).contains("| yes |", "| skipped |", "- `kill`: Skipped: no network");
    }
}
