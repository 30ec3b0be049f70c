package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultOptionsTests {

    @Test
    void everyOptionIsRead() {
        FaultOptions options = FaultOptions.parse(List.of(
                "--faults", "--home=/a/../b", "--color", "--repetitions=7", "--markdown=/c.md", "kill", "deploy"));

        assertThat(options)
                .isEqualTo(new FaultOptions(
                        false, true, 7, Path.of("/c.md"), null, Path.of("/b"), List.of("kill", "deploy")));
    }

    @Test
    void nothingMeansEverythingAsOftenAsIsUsual() {
        FaultOptions options = FaultOptions.parse(List.of("--faults"));

        assertThat(options.names()).isEmpty();
        assertThat(options.repetitions()).isZero();
    }

    @Test
    void unknownOptionIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultOptions.parse(List.of("--faults", "--once")))
                .withMessageContaining("'--once'");
    }

    @Test
    void impossibleNumberOfRepetitionsIsRefused() {
        for (String number : List.of("0", "1001", "x", "-1", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaultOptions.parse(List.of("--repetitions=" + number)))
                    .withMessageContaining("1 to 1000");
        }
    }
}
