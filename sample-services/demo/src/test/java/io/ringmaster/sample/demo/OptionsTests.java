package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

    @Test
    void nothingMeansFourInventoriesUntilCtrlC() {
        Options options = Options.parse(List.of());

        assertThat(options.once()).isFalse();
        assertThat(options.color()).isFalse();
        assertThat(options.inventories()).isEqualTo(4);
        assertThat(options.home()).isAbsolute();
    }

    @Test
    void everyOptionIsRead() {
        Options options = Options.parse(
                List.of("--once", "--color", "--inventories=3", "--nodes=5", "--eureka", "--home=/a/../b"));
        Options secure = Options.parse(List.of("--secure", "--home=/b"));

        assertThat(options).isEqualTo(new Options(true, true, 3, 5, true, false, Path.of("/b")));
        assertThat(secure).isEqualTo(new Options(false, false, 4, 1, false, true, Path.of("/b")));
    }

    @Test
    void unknownOptionIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--twice")))
                .withMessageContaining("'--twice'")
                .withMessageContaining("--help");
    }

    @Test
    void impossibleNumberOfInventoriesIsRefused() {
        for (String number : List.of("0", "1", "9", "x", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Options.parse(List.of("--inventories=" + number)))
                    .withMessageContaining("2 to 8");
        }
    }

    @Test
    void mutualTlsWithSeveralNodesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--secure", "--nodes=3")))
                .withMessageContaining("one node");
    }

    @Test
    void impossibleNumberOfNodesIsRefused() {
        for (String number : List.of("0", "6", "x", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Options.parse(List.of("--nodes=" + number)))
                    .withMessageContaining("1 to 5");
        }
    }
}
