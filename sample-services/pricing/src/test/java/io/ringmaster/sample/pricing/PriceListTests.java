package io.ringmaster.sample.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceListTests {

    private final PriceList prices = new PriceList();

    @Test
    void customerAlwaysGetsTheSamePrice() {
        assertThat(prices.priceOf("top-hat", "alice")).isPresent().isEqualTo(prices.priceOf("top-hat", "alice"));
    }

    @Test
    void noDiscountIsAboveFourteenPerCent() {
        for (int i = 0; i < 100; i++) {
            assertThat(prices.priceOf("hoop", "customer-" + i).orElseThrow())
                    .isBetween(new BigDecimal("20.64"), new BigDecimal("24.00"));
        }
    }

    @Test
    void unknownArticleHasNoPrice() {
        assertThat(prices.priceOf("elephant", "alice")).isEmpty();
    }
}
