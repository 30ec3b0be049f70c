package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "inventory",
                "order-history",
                "a--b",
                "x23456789-123456789-123456789-123456789-123456789-123456789-123"
            })
    void legalServiceNamesStayAsTheyAre(String name) {
        assertThat(Names.service(name)).isEqualTo(name);
    }

    @Test
    void serviceNamesAreKeptInLowerCase() {
        assertThat(Names.service("Order-History")).isEqualTo("order-history");
    }

    @Test
    void lowerCaseDoesNotDependOnTheCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Names.service("INVENTORY")).isEqualTo("inventory");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "a-",
                "-",
                "a.b",
                "a b",
                "a/b",
                "é",
                "a\n",
                "x23456789-123456789-123456789-123456789-123456789-123456789-1234"
            })
    void illegalServiceNamesAreRefusedWithAnExample(String name) {
        assertThatThrownBy(() -> Names.service(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits and hyphens")
                .hasMessageContaining("'order-history'");
    }

    @Test
    void underscoreIsRefusedWithTheReasonAndTheNameToUse() {
        assertThatThrownBy(() -> Names.service("Order_History"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The service name 'Order_History' contains an underscore. Callers use the name as the host of a"
                                + " URI, and a URI host cannot hold one. Use 'order-history'.");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void missingServiceNameIsRefused(String name) {
        assertThatThrownBy(() -> Names.service(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A service name is missing.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "10.0.0.7:8080", "[::1]:8080", "!~", "UPPER_lower"})
    void legalInstanceIdsStayAsTheyAre(String id) {
        assertThat(Names.instanceId(id)).isEqualTo(id);
    }

    @Test
    void instanceIdMayHave128Characters() {
        assertThat(Names.instanceId("x".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> Names.instanceId("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a/b", "a b", "a\tb", "é", "\u007f"})
    void illegalInstanceIdsAreRefused(String id) {
        assertThatThrownBy(() -> Names.instanceId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128 visible ASCII characters without '/'");
    }

    @Test
    void sessionsHave8To64Characters() {
        assertThat(Names.session("12345678")).isEqualTo("12345678");
        assertThat(Names.session("x".repeat(64))).hasSize(64);
        for (String illegal : new String[] {null, "", "1234567", "x".repeat(65), "1234 5678", "1234/5678"}) {
            assertThatThrownBy(() -> Names.session(illegal))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("8 to 64 visible ASCII characters");
        }
    }

    @Test
    void messagesShowNamesShortAndOnOneLine() {
        assertThatThrownBy(() -> Names.service("a\nFAKE LOG LINE" + "x".repeat(1000)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains("'a?FAKE LOG LINE")
                        .doesNotContain("\n")
                        .hasSizeLessThan(300));
    }
}
