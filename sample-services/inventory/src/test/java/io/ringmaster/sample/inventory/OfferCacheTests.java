package io.ringmaster.sample.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class OfferCacheTests {

    private final OfferCache cache = new OfferCache(new OfferCache.Settings(2));

    @Test
    void firstCallMissesAndTheNextHits() {
        assertThat(cache.find("alice", "hoop")).isEmpty();
        cache.keep(offer("alice", "hoop"));

        assertThat(cache.find("alice", "hoop")).contains(offer("alice", "hoop"));
        assertThat(cache.report()).isEqualTo(new OfferCache.Report(1, 1, 1, 2));
    }

    @Test
    void customersDoNotShareOffers() {
        cache.keep(offer("alice", "hoop"));

        assertThat(cache.find("bob", "hoop")).isEmpty();
    }

    @Test
    void fullCacheDropsTheOfferThatWasNotAskedForLongest() {
        cache.keep(offer("alice", "hoop"));
        cache.keep(offer("bob", "hoop"));
        cache.find("alice", "hoop");
        cache.keep(offer("carol", "hoop"));

        assertThat(cache.find("alice", "hoop")).isPresent();
        assertThat(cache.find("bob", "hoop")).isEmpty();
        assertThat(cache.report().size()).isEqualTo(2);
    }

    private static Offer offer(String customer, String sku) {
        return new Offer(sku, customer, 1, BigDecimal.ONE, "pricing-1");
    }
}
