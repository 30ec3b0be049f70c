package io.ringmaster.sample.orders;

import java.math.BigDecimal;

/**
 * What an order would cost, and who knew it.
 *
 * @param customer who would order
 * @param sku the article
 * @param quantity how many pieces
 * @param total what they cost together, in euros
 * @param deliverable whether there are enough in stock
 * @param servedBy the instance of inventory that answered
 * @param cache {@code HIT} if it had the customer's offer in memory, else {@code MISS}
 */
public record Quote(
        String customer,
        String sku,
        int quantity,
        BigDecimal total,
        boolean deliverable,
        String servedBy,
        String cache) {

    static Quote of(String customer, String sku, int quantity, Offer offer) {
        return new Quote(
                customer,
                sku,
                quantity,
                offer.price().multiply(BigDecimal.valueOf(quantity)),
                offer.inStock() >= quantity,
                offer.servedBy(),
                offer.cache());
    }
}
