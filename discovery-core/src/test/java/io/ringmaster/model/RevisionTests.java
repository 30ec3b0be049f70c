package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTests {

    @Test
    void isReadAsItIsWritten() {
        Revision revision = new Revision("k3f9x0a2", 1042);
        assertThat(revision).hasToString("k3f9x0a2-1042");
        assertThat(Revision.parse("k3f9x0a2-1042")).isEqualTo(revision);
        assertThat(Revision.parse("a-999999999999999999").number()).isEqualTo(999_999_999_999_999_999L);
    }

    @Test
    void nextCountsOn() {
        assertThat(new Revision("a", 0).next()).isEqualTo(new Revision("a", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1042",
                "a-",
                "-1",
                "a--1",
                "a-1-2",
                "a-x",
                "A-1",
                "a b-1",
                "a-1 ",
                "a-1000000000000000000",
                "a-٣",
                "k3f9x0a2k3f9x0a2k3f9x0a2k3f9x0a2k-1"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Revision.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusalShowsARevision() {
        assertThatThrownBy(() -> Revision.parse("garbage"))
                .hasMessage("'garbage' is not a revision. One looks like 'k3f9x0a2-1042'.");
    }

    @Test
    void negativeNumberIsRefused() {
        assertThatThrownBy(() -> new Revision("a", -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
