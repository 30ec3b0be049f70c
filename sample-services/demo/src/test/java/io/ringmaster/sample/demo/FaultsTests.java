package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTests {

    @Test
    void nothingNamedMeansAllOfThem() {
        assertThat(Faults.named(List.of())).hasSameSizeAs(Faults.all());
    }

    @Test
    void nameOfAGroupMeansEveryFaultOfIt() {
        assertThat(Faults.named(List.of("deploy", "kill")))
                .extracting(Fault::name)
                .containsExactly(
                        "kill", "deploy-mvc-get", "deploy-mvc-post", "deploy-webflux-get", "deploy-webflux-post");
    }

    @Test
    void everyFaultHasANameOfItsOwn() {
        assertThat(Faults.all()).extracting(Fault::name).doesNotHaveDuplicates();
    }

    @Test
    void unknownNameIsRefusedWithAHint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Faults.named(List.of("kil")))
                .withMessageContaining("'kil'")
                .withMessageContaining("--list");
    }
}
