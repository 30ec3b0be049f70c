package io.ringmaster.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class QuoteTests {

    private final Offer offer = new Offer(3, new BigDecimal("18.50"), "inventory-1", "HIT");

    @Test
    void totalIsThePriceOfAllPieces() {
        assertThat(Quote.of("alice", "hoop", 3, offer).total()).isEqualByComparingTo("55.50");
    }

    @Test
    void moreThanThereAreCannotBeDelivered() {
        assertThat(Quote.of("alice", "hoop", 3, offer).deliverable()).isTrue();
        assertThat(Quote.of("alice", "hoop", 4, offer).deliverable()).isFalse();
    }
}
