package io.ringmaster.sample.pricing;

import java.util.UUID;

/**
 * A price that a customer can rely on.
 *
 * @param number names it
 * @param price what was agreed
 */
public record Agreement(UUID number, Price price) {

    /**
     * What a price is to be agreed for.
     *
     * @param sku the article
     */
    record Wish(String sku) {}
}
